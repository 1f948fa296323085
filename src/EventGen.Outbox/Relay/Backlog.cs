namespace EventGen.Outbox;

/// <summary>How much waits in the outbox, as the store told last, and whether it takes more. Thread safe.</summary>
/// <param name="name">The store's, for messages.</param>
/// <param name="limit"><see cref="OutboxOptions.MaxPending"/>.</param>
internal sealed class Backlog(string name, long? limit)
{
    private volatile OutboxStatus? _status;

    // Accepted here since the status was asked for. Interlocked only.
    private long _accepted;

    /// <summary>What the store told last; <see langword="null"/> before it was asked.</summary>
    public OutboxStatus? Status => _status;

    public OutboxHealth Health => IsFull
        ? new OutboxHealth(EventBusStatus.Degraded, $"Outbox '{name}' is full: {_status?.Pending ?? 0} events wait, and MaxPending is {limit}. EmitAsync of durable events throws until some are delivered.")
        : OutboxHealth.Healthy;

    private bool IsFull => limit is { } most && (_status?.Pending ?? 0) + Volatile.Read(ref _accepted) >= most;

    /// <summary>Refuses an event that is one too many.</summary>
    /// <exception cref="OutboxFullException">The outbox is full.</exception>
    public void ThrowIfFull(string eventId)
    {
        if (IsFull) throw new OutboxFullException(eventId, limit!.Value);
    }

    public void Accepted() => Interlocked.Increment(ref _accepted);

    /// <summary>Asks the store. What is accepted meanwhile may be counted twice until the next time.</summary>
    public async ValueTask RefreshAsync(IOutboxStore store, CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _accepted, 0);
        _status = await store.GetStatusAsync(cancellationToken).ConfigureAwait(false);
    }
}
