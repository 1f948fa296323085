namespace EventGen.Tests.Guards;

/// <summary>A store of dead letters that throws in one of its calls.</summary>
internal sealed class HostileStore(string throws) : IDeadLetterStore, IDisposable
{
    private readonly MemoryDeadLetterStore _deadLetters = new(10_000, 1_000, 1_000_000, new DeadLetterLosses(TimeProvider.System));

    /// <summary>How many dead letters it has taken.</summary>
    public long Kept => _deadLetters.Count;

    public long Count
    {
        get
        {
            ThrowIn(nameof(Count));
            return _deadLetters.Count;
        }
    }

    public ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        ThrowIn(nameof(AddAsync));
        return throws == "AddAsync, later" ? ValueTask.FromException(new InvalidOperationException(throws)) : _deadLetters.AddAsync(deadLetter, cancellationToken);
    }

    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken) =>
        _deadLetters.ListAsync(filter, skip, take, cancellationToken);

    public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken) => _deadLetters.FindAsync(id, cancellationToken);

    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => _deadLetters.RemoveAsync(id, cancellationToken);

    public void Dispose() => ThrowIn(nameof(Dispose));

    private void ThrowIn(string call)
    {
        if (call == throws) throw new InvalidOperationException(call);
    }
}
