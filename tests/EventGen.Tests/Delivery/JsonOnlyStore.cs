namespace EventGen.Tests.Delivery;

/// <summary>A store such as a database is: it keeps no objects, takes its time and may fail.</summary>
internal sealed class JsonOnlyStore : IDeadLetterStore, IAsyncDisposable
{
    private readonly MemoryDeadLetterStore _deadLetters = new(10_000, 1_000, 1_000_000, new DeadLetterLosses(TimeProvider.System));

    public bool Fails { get; set; }

    /// <summary>The dead letters that it fails for although it does not fail for all.</summary>
    public Func<DeadLetter, bool> FailsFor { get; init; } = static _ => false;

    public bool ThrowsAtOnce { get; init; }

    public AsyncGate? Gate { get; init; }

    public bool IsDisposed { get; private set; }

    public long Count => _deadLetters.Count;

    public ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken) =>
        Fails && ThrowsAtOnce ? throw new InvalidOperationException("The store is full.") : AddSlowlyAsync(deadLetter, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken) =>
        _deadLetters.ListAsync(filter, skip, take, cancellationToken);

    public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken) => _deadLetters.FindAsync(id, cancellationToken);

    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => _deadLetters.RemoveAsync(id, cancellationToken);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }

    private async ValueTask AddSlowlyAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Gate is not null) await Gate.PassAsync(cancellationToken);
        if (Fails || FailsFor(deadLetter)) throw new InvalidOperationException("The store is full.");
        await _deadLetters.AddAsync(deadLetter is DeadLetter.Delivery delivery ? delivery with { Payload = null } : deadLetter, cancellationToken);
    }
}
