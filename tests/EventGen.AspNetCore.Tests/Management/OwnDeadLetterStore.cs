namespace EventGen.AspNetCore.Tests.Management;

/// <summary>An application's own store of dead letters, which does what a test says.</summary>
internal sealed class OwnDeadLetterStore(params DeadLetter[] kept) : IDeadLetterStore
{
    private readonly List<DeadLetter> _kept = [.. kept];

    /// <summary>What finding a dead letter throws.</summary>
    public Func<Exception>? Fault { get; set; }

    /// <summary>What a page of dead letters is read after; <see langword="null"/> for nothing.</summary>
    public Func<CancellationToken, Task>? BeforeReading { get; set; }

    /// <summary>How many dead letters were read in pages.</summary>
    public int Read { get; private set; }

    public long Count
    {
        get { lock (_kept) return _kept.Count; }
    }

    public ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        if (Fault is { } fault) throw fault();
        lock (_kept)
        {
            _kept.RemoveAll(other => other.Id == deadLetter.Id);
            _kept.Add(deadLetter);
        }

        return default;
    }

    public async ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        if (BeforeReading is { } before) await before(cancellationToken);
        lock (_kept)
        {
            IReadOnlyList<DeadLetter> page = [.. _kept.Skip(skip).Take(take)];
            Read += page.Count;
            return page;
        }
    }

    public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (Fault is { } fault) throw fault();
        lock (_kept) return new(_kept.Find(deadLetter => deadLetter.Id == id));
    }

    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_kept) return new(_kept.RemoveAll(deadLetter => deadLetter.Id == id) > 0);
    }

    /// <summary>A dead letter of an event that no module declares.</summary>
    public static DeadLetter Unknown(string reason = "it failed", ReadOnlyMemory<byte> json = default) => new DeadLetter.Delivery
    {
        Id = Guid.CreateVersion7(), EventId = "parcel.lost", Target = "deliver", Version = 1, EmissionId = Guid.CreateVersion7(), Timestamp = DateTimeOffset.UtcNow,
        Attempts = 1, FirstFailure = DateTimeOffset.UtcNow, LastFailure = DateTimeOffset.UtcNow, Metadata = EventMetadata.Empty, Reason = reason, ExceptionType = "System.Exception",
        StackTrace = "", Json = json,
    };
}
