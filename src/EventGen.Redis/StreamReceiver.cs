using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>Receives a stream as one of the consumers of a group: reads, hands over, acknowledges.</summary>
internal sealed class StreamReceiver : ITransportReceiver
{
    private const int MostAtOnce = 100;

    // More entries than come within a moment.
    private const long MostInAMoment = 10_000;
    private const string NoMessage = "It is an entry of the stream without a message.";
    private const string TooLarge = "It is larger than the limit.";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    // Within it, no stream that is of use is filled and trimmed.
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(50);

    // One read of what the bus has room for after it costs little more than one for each entry.
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(1);

    private readonly string _publisher;
    private readonly RedisConnection _connection;
    private readonly RedisConnection _reading;
    private readonly ConnectionHealth _health;
    private readonly MessageReceiver _receiver;
    private readonly StreamGroup _group;
    private readonly OwnMessages _own;
    private readonly StreamAcknowledger _acknowledger;
    private readonly PendingEntryClaimer _claimer;
    private readonly GroupLag _lag;
    private readonly InFlightLimiter _limiter;
    private readonly ReceivedMessages<OpenEntry> _messages;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly OpenEntries _open = new();
    private readonly string _deliveredTooOften;
    private readonly int _deliveryLimit;
    private readonly long _maxLength;

    private Task _running = Task.CompletedTask;

    // Set once, when the bus starts.
    private ReceiveStart _start = null!;

    // The reader's alone.
    private int _most = MostAtOnce;
    private bool _hasMore = true;
    private long _lastRead;

    // When it looked last for what was deleted, and how many entries the stream could take then before it would delete unread ones.
    private long _lastLook;
    private long _room;

    /// <param name="publisher">The publisher's name.</param>
    /// <param name="connection">For everything but reading.</param>
    /// <param name="reading">For reading alone: a read that waits holds up everything behind it on its connection.</param>
    /// <param name="health">Told of what fails.</param>
    /// <param name="receiver">Takes the messages.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="options">The settings.</param>
    public StreamReceiver(
        string publisher, RedisConnection connection, RedisConnection reading, ConnectionHealth health, MessageReceiver receiver, string group, RedisOptions options)
    {
        _publisher = publisher;
        _connection = connection;
        _reading = reading;
        _health = health;
        _receiver = receiver;
        _timeout = options.Timeout;
        _deliveryLimit = options.DeliveryLimit;
        _maxLength = options.MaxStreamLength;
        _deliveredTooOften = $"It was delivered {options.DeliveryLimit} times (DeliveryLimit), and each time left unfinished. Its handler may end the process.";
        _group = new StreamGroup(connection, reading, options.Channel, group, $"{Environment.MachineName}-{Environment.ProcessId}-{receiver.Origin[..8]}");
        _own = new OwnMessages(publisher, group, receiver.Logger);
        _limiter = new InFlightLimiter(options.Prefetch);
        _messages = new ReceivedMessages<OpenEntry>(receiver, _limiter, SettleAsync);
        _acknowledger = new StreamAcknowledger(_group, _open, Status("does not acknowledge what has been handled"));
        _lag = new GroupLag(publisher, _group, health, receiver, options.MaxStreamLength);
        _claimer = new PendingEntryClaimer(publisher, _group, _limiter, _lag, receiver, options, _open, Status, Take);

        StreamOperation Status(string operation) => new(publisher, options.Channel, operation, health, reading.Describe, receiver.Logger);
    }

    /// <summary>How long Redis holds a read that finds nothing; a stop waits for it.</summary>
    public static TimeSpan Hold { get; } = TimeSpan.FromMilliseconds(500);

    public PublisherHealth Health => _health.Current;

    public Task StartAsync()
    {
        _start = new ReceiveStart(_timeout, TimeProvider.System);
        _acknowledger.Start();
        _running = Task.WhenAll(Task.Run(ReadAsync, CancellationToken.None), Task.Run(() => _claimer.RunAsync(_ready.Task, _stop.Token), CancellationToken.None));
        return _ready.Task;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _limiter.DrainAsync(_timeout).ConfigureAwait(false);
        int left = await _acknowledger.StopAsync(_timeout).ConfigureAwait(false);
        if (left > 0) _receiver.Logger.Unacknowledged(_publisher, left);
        try
        {
            if (_ready.Task.IsCompletedSuccessfully) await _group.LeaveAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // It stays in the group's list until another instance clears up.
        }

        await _reading.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        bool hadGroup = false, hasGroup = false, isFailing = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (!hasGroup)
                {
                    await _group.MakeAsync(hadGroup ? StreamGroup.Beginning : await BeginOfNewGroupAsync().ConfigureAwait(false)).ConfigureAwait(false);
                    _receiver.Logger.Receiving(_publisher, $"stream '{_group.Stream}' as group '{_group.Name}'");
                }

                hadGroup = hasGroup = true;
                _ready.TrySetResult();
                await ReadSomeAsync().ConfigureAwait(false);
                isFailing = false;
            }
            catch (Exception exception) when (_stop.IsCancellationRequested || exception is OperationCanceledException)
            {
                // Asked to stop, or the connection was closed.
            }
            catch (Exception exception) when (hasGroup && StreamGroup.IsMissing(exception))
            {
                hasGroup = false;
                await _acknowledger.ForgetAsync().ConfigureAwait(false);
                _receiver.Logger.GroupMadeAgain(_publisher, _group.Stream, _group.Name);
            }
            catch (Exception exception)
            {
                string failure = _reading.Describe(exception);
                _health.Failed(failure);

                // Without a connection that is told, and by the connection. That for reading may come back later than the other one.
                if (!isFailing && _connection.IsOpen && exception is not RedisConnectionException)
                {
                    _receiver.Logger.ReadFailed(_publisher, _group.Stream, failure);
                    isFailing = true;
                }

                await Task.Delay(s_pause, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    // A new application begins with what comes from the start of its bus on. That start waits for the group no longer than one call may take: what comes later was
    // published to a bus that has started, and is read too. So it does not begin with what is new when Redis creates the group, which may be later than that; and how late it is
    // is asked after the answer. The ids of a stream are times of the server's clock, in milliseconds.
    private async Task<string> BeginOfNewGroupAsync()
    {
        string last = await _group.LastIdAsync().ConfigureAwait(false);
        return _start.IsEarly ? last : string.Create(CultureInfo.InvariantCulture, $"{_start.Middle.ToUnixTimeMilliseconds()}-0");
    }

    private async Task ReadSomeAsync()
    {
        int places = await EnterAsync().ConfigureAwait(false);
        try
        {
            int life = _open.Life;
            var entries = await ReadAsync(places).ConfigureAwait(false);
            _hasMore = entries.Length == places;
            _lastRead = Stopwatch.GetTimestamp();
            _most = Math.Min(_most * 2, MostAtOnce);
            foreach (var entry in entries)
            {
                places--;
                Take(entry, life, closed: null);
            }
        }
        finally
        {
            _limiter.Leave(places);
        }
    }

    // As many places as there are, at least one.
    private async ValueTask<int> EnterAsync()
    {
        var entering = _limiter.EnterAsync(_stop.Token);
        bool isFull = !entering.IsCompleted;
        await entering.ConfigureAwait(false);
        if (isFull) await Task.Delay(s_gathering, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        return 1 + _limiter.TryEnter(_most - 1);
    }

    private async Task<ReceivedEntry[]> ReadAsync(int count)
    {
        try
        {
            // A reader that keeps up misses nothing. One that does not looks, in the same step, for what was deleted before it came, unless it has just seen that there is much room.
            bool mayMiss = _hasMore && (_room < MostInAMoment || Stopwatch.GetElapsedTime(_lastLook) > s_moment);
            if (mayMiss || Stopwatch.GetElapsedTime(_lastRead) > s_moment)
            {
                var (entries, progress) = await _group.ReadAsync(count).ConfigureAwait(false);
                _lag.Report(progress);
                (_lastLook, _room) = (Stopwatch.GetTimestamp(), progress.Unread is { } unread ? _maxLength - unread : 0);
                if (entries.Length > 0) return entries;
            }

            return await _group.WaitAsync(count, Hold).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A read behind it would wait as long. What is answered too late this consumer has read: unattended, it is claimed like
            // any other. Fewer entries may come in time.
            _reading.Renew();
            _most = 1;
            throw;
        }
    }

    // A place of the limiter has been taken for it.
    private void Take(ReceivedEntry entry, int life, TaskCompletionSource? closed)
    {
        var open = new OpenEntry(entry.Id, life, closed);
        if (!_open.TryAdd(open))
        {
            // Claimed from ourselves, before or after it was read, which is no delivery.
            _limiter.Leave();
            open.Close();
            _ = ReturnAsync(open);
        }
        else if (_own.Contains(entry.Group))
        {
            // What this application published, its own handlers have handled where it was emitted.
            _receiver.ReportOwn();
            _limiter.Leave();
            _acknowledger.Add(open);
        }
        else
        {
            _ = HandAsync(entry, open);
        }
    }

    private Task HandAsync(in ReceivedEntry entry, OpenEntry open)
    {
        if (entry.Data is null)
        {
            return entry.Size > 0
                ? _messages.RejectAsync(TooLarge, default, open)
                : _messages.RejectAsync(NoMessage, entry.Keep(_receiver.Limits.MaxMessageBytes), open);
        }

        if (!EventMessage.TryParse(entry.Data, out var message, out string? fault, _receiver.Limits)) return _messages.RejectAsync(fault, entry.Data, open);
        return entry.Deliveries > _deliveryLimit ? _messages.RejectAsync(message, _deliveredTooOften, open) : _messages.ReceiveAsync(message, open);
    }

    private ValueTask SettleAsync(OpenEntry entry, ReceiveResult result)
    {
        if (!result.IsSettled) return AbandonAsync(entry);
        _acknowledger.Add(entry);
        return default;
    }

    // Unattended from now on, so that somebody claims it.
    private async ValueTask AbandonAsync(OpenEntry entry)
    {
        if (entry.IsDeleted || !_open.IsOfThisStream(entry)) _lag.ReportLost(1);
        else await ReturnAsync(entry).ConfigureAwait(false);
        _open.Remove(entry);
    }

    // Deliveries that end as they should do not count: the limit is for those that end with their process.
    private async Task ReturnAsync(OpenEntry entry)
    {
        try
        {
            if (!await _group.ReturnAsync(entry.Id).ConfigureAwait(false) && !_open.MarkDeleted(entry.Id)) _lag.ReportLost(1);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            // It is claimed all the same, as one that was delivered once more.
        }
    }
}
