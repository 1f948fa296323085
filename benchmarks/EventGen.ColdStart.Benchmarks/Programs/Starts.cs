namespace EventGen.ColdStart.Benchmarks.Programs;

/// <summary>The one handler.</summary>
public static class Starts
{
    private static int s_sum;

    [Subscribe]
    public static void Count(Started e) => Interlocked.Add(ref s_sum, e.Number);

    internal static void CountByHand(Started e) => Count(e.Number);

    internal static void Count(int number) => Interlocked.Add(ref s_sum, number);
}
