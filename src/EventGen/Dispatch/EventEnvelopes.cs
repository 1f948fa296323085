namespace EventGen;

/// <summary>The envelopes of one topic. Thread safe.</summary>
/// <remarks>An envelope belongs to one queued event, which is run, dropped, or undelivered at the close, so it is returned once or not at all.</remarks>
/// <param name="queueCapacity">How many events the queue holds.</param>
internal sealed class EventEnvelopes<T>(int queueCapacity)
{
    // When more events than this wait, further envelopes are created and not pooled.
    private const int MaxPooled = 4096;

    // Created with the first envelope, since most topics need none.
    private EnvelopePool? _pool;

    private EnvelopePool Pool
    {
        get
        {
            if (Volatile.Read(ref _pool) is { } pool) return pool;
            pool = new EnvelopePool(Math.Min(queueCapacity, MaxPooled));
            return Interlocked.CompareExchange(ref _pool, pool, null) ?? pool;
        }
    }

    /// <summary>An empty envelope.</summary>
    public EventEnvelope<T> Take() => (EventEnvelope<T>?)Pool.TryTake() ?? new EventEnvelope<T>();

    /// <summary>Takes back an envelope that has been read, or that nobody will read.</summary>
    public void Recycle(EventEnvelope<T> envelope)
    {
        envelope.Clear();
        Pool.Keep(envelope);
    }
}
