using System.Diagnostics;

namespace EventGen.Nats;

/// <summary>Receives what is published to subjects while there is a connection.</summary>
internal sealed class CoreReceiver : ITransportReceiver
{
    private const string BufferFull = "Messages arrived faster than the bus took them: raise ReceiveBuffer or Workers, or use a stream.";

    // What is read while the client waits for it is small.
    private const int SmallBody = 4096;

    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    // Whoever comes sooner after another message finds the client busy: it reads what the server sends, and the answers to publishes, and must not fall behind.
    private static readonly TimeSpan s_quiet = TimeSpan.FromMicroseconds(25);

    private readonly string _publisher;
    private readonly string _source;
    private readonly string _subject;
    private readonly NatsConnector _connector;
    private readonly MessageReceiver _receiver;
    private readonly TimeSpan _timeout;
    private readonly ReceiveLoop _loop;
    private readonly ReceiveBuffer<Incoming> _buffer;
    private readonly InFlightLimiter _limiter;
    private readonly ReceivedMessages<Incoming> _messages;
    private Task _pumping = Task.CompletedTask;

    // The loop's alone.
    private bool _hasReceived;

    // The client's alone: when it was last busy with a message.
    private long _lastTaken;

    /// <param name="publisher">The publisher's name.</param>
    /// <param name="connector">Shared with publishing.</param>
    /// <param name="health">Its own.</param>
    /// <param name="receiver">Takes the messages.</param>
    /// <param name="options">The settings.</param>
    public CoreReceiver(string publisher, NatsConnector connector, ConnectionHealth health, MessageReceiver receiver, NatsOptions options)
    {
        _publisher = publisher;
        _connector = connector;
        _receiver = receiver;
        _timeout = options.Timeout;
        _subject = $"{options.SubjectPrefix}.>";
        _source = $"subjects '{_subject}'";
        _loop = new ReceiveLoop(health, ReceiveAsync, connector.Describe, () => connector.Open is not null, failure => receiver.Logger.NotReceiving(publisher, _source, failure));
        _limiter = new InFlightLimiter(options.Prefetch);
        _buffer = new ReceiveBuffer<Incoming>(options.ReceiveBuffer, _limiter, Give, lost => receiver.ReportLost(lost, BufferFull), _loop.Stopping);
        _messages = new ReceivedMessages<Incoming>(receiver, _limiter, settle: null);
        receiver.Redelivers = false;
    }

    public PublisherHealth Health => _loop.Health;

    public Task StartAsync()
    {
        _pumping = Task.Run(_buffer.RunAsync);
        return _loop.StartAsync();
    }

    public async Task StopAsync()
    {
        await _loop.StopAsync().ConfigureAwait(false);
        await _pumping.ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => default;

    private async Task<string> ReceiveAsync(CancellationToken stopping)
    {
        var session = await _connector.GetAsync(stopping).ConfigureAwait(false);
        var subscription = new RawSubscription(session.Client, _subject, Take);
        try
        {
            await session.Client.AddSubAsync(subscription, stopping).ConfigureAwait(false);
            await BoundedWait.ForAsync(session.FlushAsync(), _timeout, stopping).ConfigureAwait(false);
            ThrowIfRefused(session);
            if (_hasReceived) _receiver.Logger.SubscribedAgain(_publisher, _source);
            _hasReceived = true;
            _loop.Receiving(() => _receiver.Logger.Receiving(_publisher, _source));
            while (!session.Lost.IsCompleted)
            {
                await Task.WhenAny(session.Lost, Task.Delay(s_tick, TimeProvider.System, stopping)).ConfigureAwait(false);
                stopping.ThrowIfCancellationRequested();

                // Rights can be taken away from a subscription that there is.
                ThrowIfRefused(session);
            }

            return await session.Lost.ConfigureAwait(false);
        }
        finally
        {
            await subscription.EndAsync().ConfigureAwait(false);
        }
    }

    private void ThrowIfRefused(NatsSession session)
    {
        if (session.Log.HasRefusedSubscription(_subject))
            throw new TopologyException($"it said: Permissions Violation for Subscription to '{_subject}'. Allow the user this; the documentation lists the rights that are needed.");
    }

    // Called by the client's reader. A message that comes alone goes to the bus from here, without waking a thread.
    private void Take(Incoming incoming)
    {
        _buffer.Add(incoming, mayGive: incoming.Body.Length <= SmallBody && Stopwatch.GetElapsedTime(_lastTaken) >= s_quiet);
        _lastTaken = Stopwatch.GetTimestamp();
    }

    // A place of the limiter has been taken for it.
    private void Give(Incoming incoming)
    {
        if (!WireForm.TryRead(incoming.Headers, incoming.Body, _receiver.Limits, out var message, out string? fault))
        {
            _ = _messages.RejectAsync(fault!, WireForm.Keep(incoming.Headers, incoming.Body, _receiver.Limits), incoming);
        }
        else if (message!.Origin == _receiver.Origin)
        {
            _receiver.ReportOwn();
            _limiter.Leave();
        }
        else
        {
            _ = _messages.ReceiveAsync(message, incoming);   // reports for itself, and takes its place in the queue before it returns
        }
    }
}
