namespace EventGen;

/// <summary>How many of their newest emissions the topics of one bus keep, and the order of all that are kept. Thread safe.</summary>
/// <param name="sizes">By the payload's type; what is not in it keeps none. <see langword="null"/> where nothing is kept.</param>
internal sealed class EventHistories(Dictionary<Type, int>? sizes)
{
    // Interlocked only.
    private long _lastNumber;

    public IEnumerable<Type> Payloads => sizes is null ? [] : sizes.Keys;

    public int SizeOf(Type payload) => sizes is not null && sizes.TryGetValue(payload, out int size) ? size : 0;

    /// <summary>The place of one more event among all that are kept.</summary>
    public long NextNumber() => Interlocked.Increment(ref _lastNumber);
}
