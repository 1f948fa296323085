namespace EventGen;

/// <summary>Keeps dead letters. Implementations are thread safe; the bus disposes one that is <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/> when it has stopped.</summary>
public interface IDeadLetterStore
{
    /// <summary>Keeps a dead letter; one of the same <see cref="DeadLetter.Id"/> is replaced.</summary>
    /// <remarks>
    /// Called on a thread of the pool, for one dead letter after the other; the next call does not wait for the task. No worker and no emitter
    /// waits for it, but a received message is not acknowledged before the task has completed. What the call throws, or does not take within
    /// 30 s, is logged and counted as lost, and so is what comes while <see cref="EventBusOptions.DeadLetterCapacity"/> wait for it. Others decide how
    /// many <see cref="DeadLetter.RejectedMessage"/>s there are: a store bounds them apart. A store may emit events until the bus stops; from then on
    /// an emit throws <see cref="EventBusStoppedException"/>, as everywhere outside of handlers.
    /// </remarks>
    ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken);

    /// <summary>A page of the dead letters that the filter lets through, the oldest first.</summary>
    /// <param name="filter">Which dead letters.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many to return at most.</param>
    /// <param name="cancellationToken">Cancels the reading, which changes nothing.</param>
    ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken);

    /// <summary>One dead letter; <see langword="null"/> when there is none of that id.</summary>
    ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a dead letter for a replay, so that no other process that has the store replays or discards it until <see cref="ReleaseAsync"/> or
    /// <see cref="RemoveAsync"/>. What a process has taken that dies must become free.
    /// </summary>
    /// <returns>False when another process has taken it, or there is none of that id. A store of one process need not implement it: the bus takes no dead letter twice.</returns>
    ValueTask<bool> ClaimAsync(Guid id, CancellationToken cancellationToken) => new(true);

    /// <summary>Gives back what this process has taken with <see cref="ClaimAsync"/>, after a replay that failed.</summary>
    ValueTask ReleaseAsync(Guid id, CancellationToken cancellationToken) => default;

    /// <summary>Removes a dead letter; false when there is none of that id, or another process has taken it.</summary>
    ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>How many dead letters are kept. Cheap: health asks for it.</summary>
    long Count { get; }
}
