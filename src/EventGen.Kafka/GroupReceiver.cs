using System.Diagnostics;

namespace EventGen.Kafka;

/// <summary>
/// Receives as one of the instances of an application, on a thread of its own: over one client of Kafka after the other, whatever ends one.
/// Its health is good as long as it receives, and no longer.
/// </summary>
internal sealed class GroupReceiver : ITransportReceiver
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly GroupParts _parts;
    private readonly string[] _topics;
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="parts">What a client of the group works with.</param>
    /// <param name="topics">What is received.</param>
    public GroupReceiver(GroupParts parts, string[] topics) => (_parts, _topics) = (parts, topics);

    public PublisherHealth Health => _parts.Status.Health;

    public Task StartAsync()
    {
        if (_topics.Length == 0)
        {
            _parts.Status.NotReceiving($"no event of the bus names publisher '{_parts.Publisher}', so {nameof(KafkaOptions.TopicFor)} names no topic");
            _quiet.SetResult();
            _ended.SetResult();
            return Task.CompletedTask;
        }

        var thread = new Thread(Run) { IsBackground = true, Name = $"EventGen Kafka {_parts.Publisher} receiver" };
        using (ExecutionContext.SuppressFlow()) thread.Start();
        return _parts.Status.Ready;
    }

    /// <summary>Gives the bus nothing more. It stays in the group until it is disposed, so that what is handled meanwhile is committed.</summary>
    public async Task StopAsync()
    {
        await _parts.Stopping.CancelAsync().ConfigureAwait(false);
        await _quiet.Task.WaitAsync(_parts.Options.Timeout, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Leaves the group, when what is being handled has been or the time is over.</summary>
    public async ValueTask DisposeAsync()
    {
        await _parts.Limiter.DrainAsync(_parts.Options.Timeout).ConfigureAwait(false);
        await _parts.Ending.CancelAsync().ConfigureAwait(false);
        await _ended.Task.WaitAsync(_parts.Options.Timeout, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // While the group distributes its partitions, it takes no commit of an instance that has asked to join again: what was handled would be handled again.
    private void CommitRest(GroupClient client)
    {
        long started = Stopwatch.GetTimestamp();
        while (_parts.HasUncommitted && Stopwatch.GetElapsedTime(started) < _parts.Options.Timeout / 2) client.Step();
    }

    private void Run()
    {
        while (!_parts.Stopping.IsCancellationRequested)
        {
            try
            {
                foreach (string topic in _topics) _parts.Cluster.IsReadyAsync(topic, _parts.Stopping.Token).AsTask().GetAwaiter().GetResult();
                using var client = new GroupClient(_parts);
                client.Receive(_topics);
                while (!_parts.Stopping.IsCancellationRequested) client.Step();
                _quiet.TrySetResult();
                client.Pause();
                while (!_parts.Ending.IsCancellationRequested) client.Step();
                CommitRest(client);
                client.Close();
            }
            catch (Exception exception)
            {
                if (_parts.Stopping.IsCancellationRequested) break;
                _parts.Status.NotReceiving(_parts.Failure.Describe(exception));
                _parts.Stopping.Token.WaitHandle.WaitOne(s_pause);
            }
        }

        _quiet.TrySetResult();
        _ended.SetResult();
    }
}
