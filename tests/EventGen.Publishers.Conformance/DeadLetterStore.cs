using System.Collections.Concurrent;

namespace EventGen.Publishers.Conformance;

/// <summary>
/// A store of dead letters that outlives the buses that use it and keeps rows, as a database does. It fails or hangs when it is told to.
/// Written against the public API alone. Thread safe.
/// </summary>
public sealed class DeadLetterStore : IDeadLetterStore
{
    private readonly ConcurrentDictionary<Guid, byte[]> _rows = new();

    public volatile bool Fails;

    private int _refusals;

    /// <summary>How many dead letters it has failed to keep.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>What each dead letter has to pass before it is kept.</summary>
    public AsyncGate? Gate { get; init; }

    public DeadLetter[] DeadLetters => [.. _rows.Values.Select(DeadLetterRow.Read).OrderBy(static deadLetter => deadLetter.Id)];

    public long Count => _rows.Count;

    public async ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Gate is not null) await Gate.PassAsync(cancellationToken);
        if (Fails)
        {
            Interlocked.Increment(ref _refusals);
            throw new IOException("There is no room left.");
        }

        _rows[deadLetter.Id] = DeadLetterRow.Write(deadLetter);
    }

    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken) =>
        new([.. DeadLetters.Where(filter.Matches).Skip(skip).Take(take)]);

    public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken) => new(_rows.TryGetValue(id, out byte[]? row) ? DeadLetterRow.Read(row) : null);

    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => new(_rows.TryRemove(id, out _));
}
