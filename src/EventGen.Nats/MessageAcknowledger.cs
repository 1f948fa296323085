using System.Globalization;
using System.Text;
using NATS.Client.Core;

namespace EventGen.Nats;

/// <summary>Tells the server what became of messages, over whichever connection there is, and that those which the bus has are being handled. Thread safe.</summary>
/// <param name="connector">Makes connections.</param>
/// <param name="open">The messages that the bus has.</param>
internal sealed class MessageAcknowledger(NatsConnector connector, OpenMessages open)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(30);
    private static readonly byte[] s_inProgress = "+WPI"u8.ToArray();

    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _attendingEnd = new();
    private readonly TaskCompletionSource _isKnown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _attending = Task.CompletedTask;

    // Ticks; Interlocked only. Set before _isKnown completes.
    private long _ackWait;

    /// <summary>Gives a message back at once.</summary>
    public static byte[] NotNow { get; } = "-NAK"u8.ToArray();

    /// <summary>How long a message may be left unattended, as the consumer has it.</summary>
    public TimeSpan AckWait
    {
        set
        {
            Interlocked.Exchange(ref _ackWait, value.Ticks);
            _isKnown.TrySetResult();
        }
    }

    /// <summary>Begins to attend.</summary>
    public void Start() => _attending = Task.Run(AttendAsync);

    /// <summary>Ends; what was sent has reached the server, if there is one.</summary>
    /// <param name="limit">How long it may take.</param>
    public async Task StopAsync(TimeSpan limit)
    {
        await _attendingEnd.CancelAsync().ConfigureAwait(false);
        await _attending.ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        try
        {
            var session = await connector.GetAsync(CancellationToken.None).WaitAsync(limit, TimeProvider.System).ConfigureAwait(false);
            await BoundedWait.ForAsync(session.FlushAsync(), limit, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What has not reached the server is delivered again.
        }
    }

    /// <summary>Sends an answer for a message, over the next connection where there is none.</summary>
    /// <returns>False where the bus has ended before there was a connection.</returns>
    public ValueTask<bool> SendAsync(OpenMessage message, byte[] answer) => open.IsOfThisStream(message) ? SendAsync(message.Reply, answer) : new(false);

    /// <inheritdoc cref="SendAsync(OpenMessage, byte[])"/>
    /// <param name="reply">Where to.</param>
    /// <param name="answer">What.</param>
    public async ValueTask<bool> SendAsync(string reply, byte[] answer)
    {
        while (true)
        {
            try
            {
                var session = connector.Open ?? await connector.GetAsync(_end.Token).ConfigureAwait(false);
                await session.Client.PublishAsync(reply, answer, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: session.Aborted).ConfigureAwait(false);
                return true;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                if (_end.IsCancellationRequested) return false;
                await Task.Delay(s_pause, TimeProvider.System, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Gives a message back, to be delivered again after a pause that grows with its deliveries.</summary>
    /// <param name="message">The message.</param>
    /// <param name="deliveries">How often it has been delivered; 0 for no pause.</param>
    public async ValueTask ReturnAsync(OpenMessage message, long deliveries)
    {
        byte[] answer = NotNow;
        if (deliveries > 0)
        {
            double seconds = Math.Min(s_longestDelay.TotalSeconds, Math.Pow(2, Math.Min(deliveries, 10) - 1));
            answer = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""-NAK {"delay":{{(long)(seconds * 1e9)}}}"""));
        }

        // Before the server may deliver it again.
        open.Remove(message, isHandled: false);
        await SendAsync(message, answer).ConfigureAwait(false);
    }

    private async Task AttendAsync()
    {
        // A consumer that exists keeps its own time, which may be much shorter than that of the settings.
        await _isKnown.Task.WaitAsync(_attendingEnd.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (true)
        {
            await Task.Delay(TimeSpan.FromTicks(Interlocked.Read(ref _ackWait) / 3), TimeProvider.System, _attendingEnd.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_attendingEnd.IsCancellationRequested) return;
            try
            {
                string[] replies = open.Replies();
                if (replies.Length == 0) continue;
                var session = await connector.GetAsync(_attendingEnd.Token).ConfigureAwait(false);
                foreach (string reply in replies)
                    await session.Client.PublishAsync(reply, s_inProgress, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: session.Aborted).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // Without a connection nothing can be said.
            }
        }
    }
}
