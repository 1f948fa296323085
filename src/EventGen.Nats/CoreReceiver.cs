using System.Threading.Channels;

namespace EventGen.Nats;

/// <summary>Receives what is published to subjects while there is a connection.</summary>
internal sealed class CoreReceiver : ITransportReceiver
{
    private const string BufferFull = "Messages arrived faster than the bus took them: raise ReceiveBuffer or Workers, or use a stream.";

    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly string _publisher;
    private readonly string _source;
    private readonly string _subject;
    private readonly NatsConnector _connector;
    private readonly MessageReceiver _receiver;
    private readonly TimeSpan _timeout;
    private readonly ReceiveLoop _loop;
    private readonly Channel<Incoming> _buffer;
    private readonly InFlightLimiter _limiter;
    private readonly ReceivedMessages _messages;
    private Task _pumping = Task.CompletedTask;

    // The loop's alone.
    private bool _hasReceived;

    // Interlocked only. What the full buffer had no room for and nobody has reported yet.
    private int _lost;

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
        _loop = new ReceiveLoop(health, ReceiveAsync, connector.Describe, failure => receiver.Logger.NotReceiving(publisher, _source, failure));
        _buffer = Channel.CreateBounded<Incoming>(new BoundedChannelOptions(options.ReceiveBuffer) { SingleReader = true });
        _limiter = new InFlightLimiter(options.Prefetch);
        _messages = new ReceivedMessages(receiver, _limiter);
    }

    public PublisherHealth Health => _loop.Health;

    public Task StartAsync()
    {
        _pumping = Task.Run(PumpAsync);
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
            await session.FlushAsync().WaitAsync(_timeout, TimeProvider.System, stopping).ConfigureAwait(false);
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

    // Called by the client's reader.
    private void Take(Incoming incoming)
    {
        if (!_buffer.Writer.TryWrite(incoming)) Interlocked.Increment(ref _lost);
    }

    private async Task PumpAsync()
    {
        var stopping = _loop.Stopping;
        try
        {
            while (await _buffer.Reader.WaitToReadAsync(stopping).ConfigureAwait(false))
            {
                while (!stopping.IsCancellationRequested && _buffer.Reader.TryRead(out var incoming))
                {
                    ReportLost(0);
                    bool isMessage = WireForm.TryRead(incoming.Headers, incoming.Body, _receiver.Limits, out var message, out string? fault);
                    if (isMessage && message!.Origin == _receiver.Origin)
                    {
                        _receiver.ReportOwn();
                        continue;
                    }

                    await _limiter.EnterAsync(stopping).ConfigureAwait(false);
                    _ = isMessage
                        ? _messages.ReceiveAsync(message!)   // reports for itself, and takes its place in the queue before it returns
                        : _messages.RejectAsync(fault!, WireForm.Keep(incoming.Headers, incoming.Body, _receiver.Limits));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }

        ReportLost(_buffer.Reader.Count);
    }

    private void ReportLost(int more)
    {
        int lost = Volatile.Read(ref _lost) == 0 ? more : Interlocked.Exchange(ref _lost, 0) + more;
        if (lost > 0) _receiver.ReportLost(lost, BufferFull);
    }
}
