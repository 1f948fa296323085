using System.Globalization;
using System.Text;
using System.Threading.Channels;
using NATS.Client.Core;

namespace EventGen.Nats;

/// <summary>Asks a consumer for messages over one connection, as many as the window allows. Thread safe.</summary>
internal sealed class PullConsumer : IAsyncDisposable
{
    private const string PendingHeader = "Nats-Pending-Messages";

    // The server says so often that it still has the request. Twice as long without a word, and somebody has lost it.
    private const int HeartbeatSeconds = 2;

    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(5);

    private readonly NatsSession _session;
    private readonly string _subject;
    private readonly PullWindow _window;
    private readonly TimeProvider _time;
    private readonly RawSubscription _subscription;
    private readonly Channel<Incoming> _messages = Channel.CreateUnbounded<Incoming>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Interlocked only: when something came last.
    private long _heard;

    /// <param name="session">The connection.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="consumer">Its consumer.</param>
    /// <param name="window">Bounds what is asked for, and so what waits here.</param>
    /// <param name="time">Tells how long nothing came.</param>
    public PullConsumer(NatsSession session, string stream, string consumer, PullWindow window, TimeProvider time)
    {
        _session = session;
        _window = window;
        _time = time;
        _subject = $"{session.JetStream.Opts.Prefix}.CONSUMER.MSG.NEXT.{stream}.{consumer}";

        // Not one of those that the client shares among its requests: a message comes with its own subject, by which those are told apart.
        _subscription = new RawSubscription(session.Client, session.JetStream.NewBaseInbox(), Receive);
        _heard = time.GetTimestamp();
    }

    /// <summary>What came, in its order. It ends when nothing more comes.</summary>
    public ChannelReader<Incoming> Messages => _messages.Reader;

    /// <summary>Completes when nothing more comes, and tells why.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Whether it has asked for messages that have not come.</summary>
    public bool IsWaiting => _window.IsWaiting;

    /// <summary>Whether the server owes an answer and has not said for too long that it will come.</summary>
    public bool IsSilent => IsWaiting && _time.GetElapsedTime(Interlocked.Read(ref _heard)) > s_silence;

    /// <summary>Begins. When this returns, the server has the first request, unless it has refused it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        int before = _session.Log.Refusals;
        await _session.Client.AddSubAsync(_subscription, cancellationToken).ConfigureAwait(false);
        _window.Restart();
        RequestMore();
        await BoundedWait.ForAsync(_session.FlushAsync(), s_silence, cancellationToken).ConfigureAwait(false);
        if (_session.Log.HasRefusedPublish(_subject, before) || _session.Log.HasRefusedSubscription(_subscription.Subject))
            throw new TopologyException($"it said: {_session.Log.ServerError}. Allow the user this; the documentation lists the rights that are needed.");
    }

    /// <summary>Asks for as many as there are places.</summary>
    public void RequestMore()
    {
        int count = _window.Take();
        if (count == 0) return;
        Interlocked.Exchange(ref _heard, _time.GetTimestamp());
        _ = RequestAsync(count);
    }

    /// <summary>Ends it.</summary>
    public void End(string reason)
    {
        _ended.TrySetResult(reason);
        _messages.Writer.TryComplete();
    }

    /// <summary>Has the server send nothing more; what was on its way has come when this returns.</summary>
    public async Task DrainAsync(TimeSpan limit)
    {
        using var end = new CancellationTokenSource(limit, TimeProvider.System);
        await _subscription.DrainAsync(end.Token).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        End("stopped");
        await _subscription.EndAsync().ConfigureAwait(false);
    }

    private async Task RequestAsync(int count)
    {
        try
        {
            byte[] request = Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $$"""{"batch":{{count}},"expires":30000000000,"idle_heartbeat":{{HeartbeatSeconds}}000000000}"""));
            await _session.Client.PublishAsync(_subject, request, replyTo: _subscription.Subject, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: _session.Aborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            End("a request for messages could not be sent");
        }
    }

    // Called by the client's reader.
    private void Receive(Incoming incoming)
    {
        Interlocked.Exchange(ref _heard, _time.GetTimestamp());
        if (string.IsNullOrEmpty(incoming.ReplyTo) && incoming.Headers.Status != 0) Note(incoming.Headers);
        else _messages.Writer.TryWrite(incoming);
    }

    private void Note(HeaderBlock status)
    {
        if (status.Status == 100) return;   // it is alive

        // The request has expired, or a limit of the consumer was met; the server says how many of it are open.
        if (status.Status is 404 or 408 or 409 && int.TryParse(status[PendingHeader], NumberStyles.None, CultureInfo.InvariantCulture, out int open))
        {
            _window.Expired(open);
            RequestMore();
        }
        else
        {
            End(status.Status == 503 ? "its consumer is gone" : string.Create(CultureInfo.InvariantCulture, $"{status.Status} {status.StatusText}"));
        }
    }
}
