namespace EventGen.Outbox;

/// <summary>How much waits in the outbox, as the store told last, and whether it takes more. Thread safe.</summary>
/// <param name="name">The store's, for messages.</param>
/// <param name="limit"><see cref="OutboxOptions.MaxPending"/>.</param>
internal sealed class Backlog(string name, long? limit)
{
    // Replaced whole, so that nobody adds what was accepted since one answer to the count of another.
    private volatile Answer _answer = new(null, 0);

    // Accepted here since the start. It only grows, so whoever has read an answer counts no fewer than were accepted after it. Interlocked only.
    private long _accepted;

    /// <summary>What the store told last; <see langword="null"/> before it was asked.</summary>
    public OutboxStatus? Status => _answer.Status;

    public OutboxHealth Health => IsFull
        ? new OutboxHealth(EventBusStatus.Degraded, $"Outbox '{name}' is full: {Status?.Pending ?? 0} events wait, and MaxPending is {limit}. EmitAsync of durable events throws until some are delivered.")
        : OutboxHealth.Healthy;

    private bool IsFull => limit is { } most && _answer is var answer && (answer.Status?.Pending ?? 0) + Volatile.Read(ref _accepted) - answer.Accepted >= most;

    /// <summary>Refuses an event that is one too many.</summary>
    /// <exception cref="OutboxFullException">The outbox is full.</exception>
    public void ThrowIfFull(string eventId)
    {
        if (IsFull) throw new OutboxFullException(eventId, limit!.Value);
    }

    public void Accepted() => Interlocked.Increment(ref _accepted);

    /// <summary>Asks the store. Until it answers, what it told before holds. What is accepted meanwhile may be counted twice until the next time.</summary>
    public async ValueTask RefreshAsync(IOutboxStore store, CancellationToken cancellationToken)
    {
        long accepted = Volatile.Read(ref _accepted);
        _answer = new Answer(await store.GetStatusAsync(cancellationToken).ConfigureAwait(false), accepted);
    }

    // What the store told, and how many had been accepted here when it was asked.
    private sealed record Answer(OutboxStatus? Status, long Accepted);
}
