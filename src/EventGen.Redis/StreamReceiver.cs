using System.Collections.Concurrent;
using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>Receives a stream as one of the consumers of a group: reads, hands over, acknowledges.</summary>
internal sealed class StreamReceiver : IRedisReceiver
{
    private const int MostAtOnce = 100;
    private const string NoMessage = "It is an entry of the stream without a message.";

    // How long Redis holds a read that finds nothing; a stop waits for it.
    private static readonly TimeSpan s_hold = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly string _publisher;
    private readonly RedisConnection _reading;
    private readonly RedisHealth _health;
    private readonly MessageReceiver _receiver;
    private readonly StreamGroup _group;
    private readonly StreamAcknowledger _acknowledger;
    private readonly PendingEntryClaimer _keeper;
    private readonly ReceiveWindow _window;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // What has been read and is not acknowledged yet.
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);

    private Task _running = Task.CompletedTask;

    /// <param name="publisher">The publisher's name.</param>
    /// <param name="connection">For everything but reading.</param>
    /// <param name="reading">For reading alone: a read that waits holds up everything behind it on its connection.</param>
    /// <param name="health">Told of what fails.</param>
    /// <param name="receiver">Takes the messages.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="options">The settings.</param>
    public StreamReceiver(
        string publisher, RedisConnection connection, RedisConnection reading, RedisHealth health, MessageReceiver receiver, string group, RedisOptions options)
    {
        _publisher = publisher;
        _reading = reading;
        _health = health;
        _receiver = receiver;
        _timeout = options.Timeout;
        _group = new StreamGroup(connection, options.Channel, group, $"{Environment.MachineName}-{Environment.ProcessId}-{receiver.Origin[..8]}");
        _window = new ReceiveWindow(receiver, options.Prefetch);
        _acknowledger = new StreamAcknowledger(_group, id => _open.TryRemove(id, out _));
        _keeper = new PendingEntryClaimer(publisher, _group, _window, health, receiver, options, () => [.. _open.Keys], Take);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _acknowledger.Start();
        _running = Task.WhenAll(Task.Run(ReadAsync, CancellationToken.None), Task.Run(() => _keeper.RunAsync(_ready.Task, _stop.Token), CancellationToken.None));
        return _ready.Task.WaitAsync(cancellationToken);
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _window.DrainAsync(_timeout).ConfigureAwait(false);
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
        // A new application begins with what comes from now on. A group that was there and is gone missed everything in the stream.
        string position = "$";
        bool hasGroup = false, isFailing = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (!hasGroup) await _group.MakeAsync(position).ConfigureAwait(false);
                (hasGroup, position) = (true, "0");
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
                _receiver.Logger.GroupMadeAgain(_publisher, _group.Stream, _group.Name);
            }
            catch (Exception exception)
            {
                string failure = _reading.Describe(exception);
                _health.Failed(failure);
                if (!isFailing) _receiver.Logger.ReadFailed(_publisher, _group.Stream, failure);
                isFailing = true;
                await Task.Delay(s_pause, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task ReadSomeAsync()
    {
        await _window.WaitAsync(_stop.Token).ConfigureAwait(false);
        int places = 1 + _window.TakeMore(MostAtOnce - 1);
        try
        {
            var client = await _reading.GetAsync().WaitAsync(_timeout).ConfigureAwait(false);
            var read = client.GetDatabase().ExecuteAsync("XREADGROUP", _group.ReadArguments(places, s_hold));
            var reply = await AwaitAnswerAsync(read).ConfigureAwait(false);
            _health.Succeeded();
            if (reply.IsNull) return;

            // One stream was asked for: an array of one pair, its key and its entries.
            foreach (var entry in StreamEntry.ReadAll(((RedisResult[])((RedisResult[])reply)[0])[1]))
            {
                places--;
                Take(entry);
            }
        }
        finally
        {
            _window.Release(places);
        }
    }

    // What a server that stood still answers too late has been read by this consumer: unattended, it is claimed like any other.
    private async Task<RedisResult> AwaitAnswerAsync(Task<RedisResult> read)
    {
        try
        {
            return await read.WaitAsync(s_hold + _timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _ = read.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            _reading.Renew();   // a read behind it would wait as long
            throw;
        }
    }

    // A place in the window has been taken for it.
    private void Take(StreamEntry entry)
    {
        if (!_open.TryAdd(entry.Id, true)) _window.Release(1);   // claimed from ourselves
        else if (entry.Group == _group.Name)
        {
            // What this application published, its own handlers have handled where it was emitted.
            _window.Release(1);
            _acknowledger.Add(entry.Id);
        }
        else if (entry.Data is null) _ = _window.RejectAsync(NoMessage, default, result => Settle(entry.Id, result));
        else if (EventMessage.TryParse(entry.Data, out var message, out string? fault, _receiver.Limits)) _ = _window.ReceiveAsync(message, result => Settle(entry.Id, result));
        else _ = _window.RejectAsync(fault, entry.Data, result => Settle(entry.Id, result));
    }

    private void Settle(string id, ReceiveResult result)
    {
        if (result.IsSettled) _acknowledger.Add(id);
        else _open.TryRemove(id, out _);   // unattended from now on, so that somebody claims it
    }
}
