using System.Collections.Concurrent;

namespace EventGen.Publishers.Conformance;

/// <summary>A store of dead letters that outlives the buses that use it, and fails or hangs when it is told to. Thread safe.</summary>
public sealed class LetterStore : IDeadLetterStore
{
    private readonly ConcurrentDictionary<Guid, DeadLetter> _letters = new();

    public volatile bool Fails;

    /// <summary>What each letter has to pass before it is kept.</summary>
    public AsyncGate? Gate { get; init; }

    public DeadLetter[] Letters => [.. _letters.Values.OrderBy(static letter => letter.Id)];

    public long Count => _letters.Count;

    public async ValueTask AddAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Gate is not null) await Gate.PassAsync(cancellationToken);
        if (Fails) throw new IOException("There is no room left.");
        _letters[letter.Id] = letter;
    }

    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken) =>
        new([.. Letters.Where(filter.Matches).Skip(skip).Take(take)]);

    public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken) => new(_letters.GetValueOrDefault(id));

    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => new(_letters.TryRemove(id, out _));
}
