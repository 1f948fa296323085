namespace EventGen.Outbox.Tests;

/// <summary>A store that takes dead letters where its gate is open and nothing is to be thrown. Thread safe.</summary>
internal sealed class BusyStore(MemoryDatabase database) : MemoryOutboxStore(database), IOutboxStore
{
    private int _writers;
    private int _mostWriters;
    private int _attempts;

    /// <summary>Where the writes wait; <see langword="null"/> for nowhere.</summary>
    public volatile AsyncGate? Gate;

    /// <summary>What an attempt throws, by its number from 1; <see langword="null"/> for nothing.</summary>
    public Func<int, Exception?> Fault { get; set; } = static _ => null;

    /// <summary>How many wrote at once.</summary>
    public int MostWriters => Volatile.Read(ref _mostWriters);

    public int Attempts => Volatile.Read(ref _attempts);

    async ValueTask IOutboxStore.AddDeadLetterAsync(OutboxDeadLetter deadLetter, CancellationToken cancellationToken)
    {
        int writers = Interlocked.Increment(ref _writers);
        for (int most = MostWriters; writers > most; most = MostWriters) Interlocked.CompareExchange(ref _mostWriters, writers, most);
        int attempt = Interlocked.Increment(ref _attempts);
        try
        {
            if (Gate is { } gate) await gate.PassAsync(cancellationToken);
            if (Fault(attempt) is { } fault) throw fault;
            await AddDeadLetterAsync(deadLetter, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _writers);
        }
    }
}
