namespace EventGen;

// What an outbox is told of the bus's life.
public sealed partial class EventBus
{
    // Null on a bus without one.
    private readonly IOutboxEngine? _outbox;

    private bool _outboxStarted;

    /// <summary>The topic of a durable event that a message is of; <see langword="null"/> for any other message.</summary>
    internal EventTopic? FindDurable(string eventId) =>
        _outbox is not null && EventsById.TryGetValue(eventId, out var entry) && entry.Descriptor.IsDurable ? entry.Definition.TopicOf(this) : null;

    private IEnumerable<string> OutboxErrors()
    {
        var durable = Array.FindAll(_events, static entry => entry.Descriptor.IsDurable);
        if (_outbox is null && durable.Length > 0)
        {
            yield return $"These events are durable, but the bus has no outbox: {string.Join(", ", durable.Select(static entry => entry.Id))}. "
                + "Add one with AddSqliteOutbox of the package EventGen.Outbox.Sqlite, or AddPostgreSqlOutbox of EventGen.Outbox.PostgreSql.";
        }
    }

    // Before the workers: a store that cannot be used fails the start.
    private async Task StartOutboxAsync(CancellationToken cancellationToken)
    {
        lock (_lifetime)
        {
            if (_outbox is null || _outboxStarted || _stop is not null) return;
            _outboxStarted = true;
        }

        try
        {
            DurableTopic[] topics = [.. _events.Where(static entry => entry.Descriptor.IsDurable).Select(entry => entry.Definition.TopicOf(this).DurableTopic!)];
            await _outbox.StartAsync(new OutboxHost(this, topics), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lock (_lifetime) _outboxStarted = false;
            throw;
        }
    }

    private async Task<IReadOnlyDictionary<string, int>> StopOutboxAsync(StopSteps steps)
    {
        IReadOnlyDictionary<string, int> kept = new Dictionary<string, int>();
        if (_outbox is null || !_outboxStarted) return kept;
        await steps.RunAsync("leaving durable events in the outbox", StopAsync, s_reserve).ConfigureAwait(false);
        return kept;

        async Task StopAsync()
        {
            try
            {
                kept = await _outbox.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Logger.OutboxStopFailed(exception);
            }
        }
    }

    private async Task CloseOutboxAsync()
    {
        try
        {
            if (_outbox is not null) await _outbox.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Logger.OutboxStopFailed(exception);
        }
    }
}
