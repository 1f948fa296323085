namespace EventGen;

// What a stop does, in order.
public sealed partial class EventBus
{
    private static readonly DrainReport s_nothingUndelivered = new() { Undelivered = new Dictionary<string, int>(), Retrying = new Dictionary<string, int>(), Running = 0, Stuck = [] };

    private async Task<DrainReport> DrainAsync()
    {
        // Asked first, so that what comes in from outside ends before the queue refuses it.
        var receivingEnded = StopReceivingAsync();

        // Then the queue: an emit that passed the topic's check still meets a queue that refuses it.
        Queue.BeginDrain();
        Need(DispatchFlags.Stopped, needed: true);
        _stopped = true;

        if (_started) await WaitOrGiveUpAsync(Task.WhenAll(receivingEnded, Queue.Drained), _options.DrainTimeout, _drainEnd.Token).ConfigureAwait(false);

        _closed = true;
        var undelivered = Queue.Close();
        foreach (var queued in undelivered) queued.Topic.AcknowledgementOf(queued)?.Abandon("The bus has stopped.");
        if (!Queue.Drained.IsCompleted) await CancelHandlersAsync().ConfigureAwait(false);
        await WaitOrGiveUpAsync(Task.WhenAll(WorkEndedAsync(), Stuck.Ended), s_grace, CancellationToken.None).ConfigureAwait(false);
        List<FailedDelivery> retrying = [.. Retries.Close(), .. undelivered.Select(static queued => queued.Item).OfType<FailedDelivery>()];
        foreach (var delivery in retrying) delivery.GiveUp("the bus has stopped");
        var report = new DrainReport
        {
            Undelivered = CountById(undelivered.Where(static queued => queued.Part != QueuedPart.FailedDelivery).Select(static queued => queued.Topic.Descriptor.Id)),
            Retrying = CountById(retrying.Select(static delivery => delivery.EventId)),
            Running = _workers.Running + Publishes.Count,
            Stuck = Stuck.Overdue(),
        };

        // Before the publishers close: they acknowledge what has been dealt with, which dead letters are part of.
        await DeadLetters.FlushAsync(s_grace).ConfigureAwait(false);
        foreach (var topic in Topics) topic.CompleteStreams();
        if (report.IsComplete) Logger.Stopped();
        else Logger.StoppedUndelivered(report.ToString());
        await CloseAsync().ConfigureAwait(false);
        AmbientBus.Closed(this);
        Telemetry.Closed(this);
        return report;
    }

    private async Task WorkEndedAsync()
    {
        await _workers.Ended.ConfigureAwait(false);
        await Publishes.Ended.ConfigureAwait(false);
    }

    private static Dictionary<string, int> CountById(IEnumerable<string> ids) =>
        ids.GroupBy(static id => id, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);

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
            // Given up: the report says what is undelivered.
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

        await DeadLetters.CloseAsync(s_grace).ConfigureAwait(false);
        await Instances.DisposeAsync(Logger.HandlerDisposeFailed).ConfigureAwait(false);
    }
}
