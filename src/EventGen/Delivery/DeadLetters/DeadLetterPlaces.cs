namespace EventGen;

/// <summary>Bounds how many dead letters of some kind wait for a store. Thread safe.</summary>
/// <param name="number">How many may wait.</param>
internal sealed class DeadLetterPlaces(int number)
{
    // Interlocked only.
    private int _taken;

    public int Number => number;

    /// <summary>Takes a place, if there is one.</summary>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= number) return true;
        Interlocked.Decrement(ref _taken);
        return false;
    }

    public void Release() => Interlocked.Decrement(ref _taken);
}
