using System.Diagnostics;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace EventGen.Nats;

/// <summary>
/// Has the stream seen to before there is anything to publish, and now and then from then on, and tells what is amiss with it. For one that only publishes: what receives tells it itself. One caller at a
/// time.
/// </summary>
/// <param name="publisher">The publisher's name.</param>
/// <param name="options">The settings; they name a stream.</param>
/// <param name="topology">Sees to it.</param>
/// <param name="connector">Has the log.</param>
/// <param name="health">Warned of a stream that cannot be used, or keeps nothing.</param>
internal sealed class StreamWatch(string publisher, NatsOptions options, StreamTopology topology, NatsConnector connector, ConnectionHealth health)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    private readonly bool _declares = options.Topology == NatsTopology.Declare;
    private Task _looking = Task.CompletedTask;

    // The connection over which it has looked last, when that was, and whether the server lets it.
    private NatsSession? _session;
    private long _lookedAt;
    private bool _isRefused;

    // Whether there was such a stream, and whether what is published is kept although there is none: by a stream of another account or domain, of which JetStream does not tell here.
    private bool _hasSeen;
    private bool _isElsewhere;

    // What was told last; null while the stream can be used.
    private string? _told;
    private bool _isWithoutInterest;

    /// <summary>Looks, in the background, unless it still does, or has done so lately over this connection, or may not. Nobody waits for the answer.</summary>
    public void Look(NatsSession session)
    {
        if (!_looking.IsCompleted || (session == _session && (_isRefused || Stopwatch.GetElapsedTime(_lookedAt) < s_pause))) return;
        if (session != _session) (_session, _isRefused) = (session, false);
        _looking = LookAsync(session);
    }

    private async Task LookAsync(NatsSession session)
    {
        int refusals = session.Log.Refusals;
        try
        {
            // Who only checks may be without the right to ask: that is no fault.
            if (!_declares) session.Log.MayRefuse(topology.StreamQuestion);
            var stream = _declares ? await topology.GetStreamAsync(session, session.Aborted).ConfigureAwait(false) : await topology.TryReadStreamAsync(session, session.Aborted).ConfigureAwait(false);
            _hasSeen |= stream is not null;
            _isElsewhere |= !_hasSeen && session.Publishes.HasConfirmed;
            Tell(stream is null && !_isElsewhere ? StreamTopology.Missing : null);
            TellInterest(stream is { Config.Retention: StreamConfigRetention.Interest, State.ConsumerCount: 0 });
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            NotSeen(session, exception, isRefused: session.Log.HasRefusedPublish(topology.StreamQuestion, refusals) || session.Log.HasRefusedPublish(topology.StreamCreation, refusals));
        }

        _lookedAt = Stopwatch.GetTimestamp();
    }

    // What cannot be declared cannot be published to either. Who only checks knows nothing of the stream then; nor does anybody to whom no answer comes.
    private void NotSeen(NatsSession session, Exception exception, bool isRefused)
    {
        if (_declares)
        {
            if (session.IsOpen && (isRefused || exception is TopologyException or NatsJSApiException or NatsNoRespondersException)) Tell(connector.Describe(exception));
            return;
        }

        if (!isRefused) return;
        _isRefused = true;
        Tell(null);
        TellInterest(false);
    }

    private void Tell(string? failure)
    {
        if (failure == _told) return;
        _told = failure;
        health.Warn("stream", failure is null ? null : $"stream '{options.Stream}' cannot be used: {failure}");
        if (failure is not null) connector.Logger.StreamUnusable(publisher, options.Stream!, failure);
    }

    // Such a stream confirms what it does not keep.
    private void TellInterest(bool isWithout)
    {
        if (isWithout == _isWithoutInterest) return;
        _isWithoutInterest = isWithout;
        health.Warn("interest", isWithout ? $"stream '{options.Stream}' keeps nothing, as no application has a consumer" : null);
        if (isWithout) connector.Logger.NoInterest(publisher, options.Stream!);
    }
}
