namespace EventGen;

/// <summary>Where emitters wait for room in a stream's buffer. Thread safe.</summary>
/// <remarks>
/// Each place that becomes free while somebody waits lets one go, who then tries to take it. An emitter counts itself before
/// it tries for the last time, and a reader looks at the count after it has freed a place: one of them sees the other.
/// </remarks>
internal sealed class StreamCapacity
{
    private readonly SemaphoreSlim _freed = new(0);

    // Interlocked only.
    private int _waiting;

    public void Enter() => Interlocked.Increment(ref _waiting);

    public void Leave() => Interlocked.Decrement(ref _waiting);

    public void Wait(CancellationToken cancellationToken) => _freed.Wait(cancellationToken);

    public Task WaitAsync(CancellationToken cancellationToken) => _freed.WaitAsync(cancellationToken);

    /// <summary>A place has become free.</summary>
    public void Free()
    {
        if (Volatile.Read(ref _waiting) > 0) _freed.Release();
    }

    /// <summary>Nobody needs a place any more.</summary>
    public void FreeAll()
    {
        int waiting = Volatile.Read(ref _waiting);
        if (waiting > 0) _freed.Release(waiting);
    }
}
