namespace EventGen;

/// <summary>Makes rates of a count that only grows. Used by one thread at a time; <see cref="Rate"/> may be read beside it.</summary>
/// <param name="age">For how many seconds the count has been zero, as is known.</param>
internal sealed class RateMeter(double age)
{
    private long _count;
    private double _age = age;
    private double _second;
    private double _minute;
    private double _quarter;

    public EventRate Rate => new(Volatile.Read(ref _second), Volatile.Read(ref _minute), Volatile.Read(ref _quarter));

    /// <summary>Takes the count's next reading.</summary>
    /// <param name="count">The count.</param>
    /// <param name="seconds">How long after the last reading; more than zero.</param>
    public void Read(long count, double seconds)
    {
        double rate = Math.Max(0, count - _count) / seconds;
        _count = count;
        _age += seconds;
        Volatile.Write(ref _second, rate);
        Volatile.Write(ref _minute, Mean(_minute, 60));
        Volatile.Write(ref _quarter, Mean(_quarter, 900));

        // The plain mean until there is as much of it as is to be looked at: a rate that began a moment ago is told as it is.
        double Mean(double mean, double window) => mean + ((rate - mean) * Math.Max(1 - Math.Exp(-seconds / window), Math.Min(1, seconds / _age)));
    }
}
