namespace EventGen;

// What a stop does, in order.
public sealed partial class EventBus
{
    private static readonly DrainReport s_nothingLeft = new() { Left = new Dictionary<string, int>(), Running = 0 };

    private async Task<DrainReport> DrainAsync()
    {
        // Asked first, so that what comes in from outside ends before the queue refuses it.
        var receivingEnded = StopReceivingAsync();

        // Then the queue: an emit that passed the topic's check still meets a queue that refuses it.
        Queue.BeginDrain();
        Need(TopicNeeds.Stopped, needed: true);
        _stopped = true;

        if (_started) await WaitOrGiveUpAsync(Task.WhenAll(receivingEnded, Queue.Drained), _options.DrainTimeout, _drainEnd.Token).ConfigureAwait(false);

        _closed = true;
        var left = Queue.Close();
        foreach (var queued in left) queued.Topic.Abandon(queued);
        if (!Queue.Drained.IsCompleted) await CancelHandlersAsync().ConfigureAwait(false);
        await WaitOrGiveUpAsync(_workers.Ended, s_grace, CancellationToken.None).ConfigureAwait(false);
        var report = new DrainReport
        {
            Left = left.GroupBy(static queued => queued.Topic.Descriptor.Id, StringComparer.Ordinal)
                .ToDictionary(static events => events.Key, static events => events.Count(), StringComparer.Ordinal),
            Running = _workers.Running,
        };

        if (report.IsComplete) Logger.Stopped();
        else Logger.StoppedWithWorkLeft(report.ToString());
        await CloseAsync().ConfigureAwait(false);
        AmbientBus.Closed(this);
        return report;
    }

    private async Task CancelHandlersAsync()
    {
        try
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException exception)
        {
            // What handlers have registered with their token.
            Logger.CancellationCallbackFailed(exception);
        }
    }

    private async Task WaitOrGiveUpAsync(Task awaited, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await awaited.WaitAsync(limit, Time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // Given up: the report says what is left.
        }
    }

    private async Task CloseAsync()
    {
        foreach (var publisher in _publishers.Values)
        {
            try
            {
                await publisher.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Logger.PublisherCloseFailed(exception, publisher.Name);
            }
        }

        await Instances.DisposeAsync(Logger.HandlerDisposeFailed).ConfigureAwait(false);
    }
}
