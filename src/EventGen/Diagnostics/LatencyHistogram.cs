using System.Diagnostics;
using System.Numerics;

namespace EventGen;

/// <summary>Counts durations in buckets that grow by an eighth, from a microsecond to an hour, so that percentiles cost little memory. Thread safe.</summary>
internal sealed class LatencyHistogram
{
    // An octave of microseconds has this many buckets.
    private const int Steps = 8;
    private const int Octaves = 32;

    // How many samples are no fewer the older they are.
    private const int Kept = 100;

    // Created by the first duration. Changed by Interlocked only.
    private int[]? _buckets;

    /// <summary>Counts what began at a timestamp of <see cref="Stopwatch"/> and has ended now.</summary>
    /// <returns>How long it took.</returns>
    public TimeSpan Add(long started)
    {
        var duration = Stopwatch.GetElapsedTime(started);
        Add(duration);
        return duration;
    }

    public void Add(TimeSpan duration)
    {
        var buckets = _buckets ?? Interlocked.CompareExchange(ref _buckets, new int[Steps * Octaves], null) ?? _buckets;
        Interlocked.Increment(ref buckets[BucketOf(duration)]);
    }

    /// <summary>Lets what was counted until now weigh half as much, while there is enough of it: an application with little to do keeps what it has.</summary>
    public void Age()
    {
        if (_buckets is not { } buckets || buckets.Sum() <= Kept) return;
        for (int i = 0; i < buckets.Length; i++)
        {
            int count = Volatile.Read(ref buckets[i]);
            if (count > 0) Interlocked.Add(ref buckets[i], -((count + 1) / 2));
        }
    }

    public LatencyPercentiles Percentiles()
    {
        if (_buckets is not { } buckets) return default;
        int[] counts = [.. buckets];
        long samples = 0;
        foreach (int count in counts) samples += count;
        return samples == 0 ? default : new LatencyPercentiles(samples, At(0.5), At(0.95), At(0.99));

        TimeSpan At(double part)
        {
            long rank = (long)Math.Ceiling(part * samples);
            int bucket = 0;
            for (long seen = counts[0]; seen < rank && bucket < counts.Length - 1; seen += counts[bucket]) bucket++;
            return UpperBound(bucket);
        }
    }

    // In units of an eighth of a microsecond, the highest bit says the octave, the next three the step in it.
    private static int BucketOf(TimeSpan duration)
    {
        ulong units = (ulong)Math.Max(0, duration.Ticks) * Steps / TimeSpan.TicksPerMicrosecond;
        if (units < Steps) return (int)units;
        int octave = BitOperations.Log2(units) - 3;
        return Math.Min(((octave + 1) * Steps) + (int)((units >> octave) & (Steps - 1)), (Steps * Octaves) - 1);
    }

    private static TimeSpan UpperBound(int bucket)
    {
        int octave = (bucket / Steps) - 1;
        double units = octave < 0 ? bucket + 1 : (double)(Steps + (bucket % Steps) + 1) * (1UL << octave);
        return TimeSpan.FromTicks((long)(units * TimeSpan.TicksPerMicrosecond / Steps));
    }
}
