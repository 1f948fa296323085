namespace EventGen.Benchmarks.Dispatch;

/// <summary>What is subscribed at run time.</summary>
public static class Subscribers
{
    private static readonly long[] s_totals = new long[8];

    public static void Count0(Subscribed e) => s_totals[0] += e.Amount;

    public static void Count1(Subscribed e) => s_totals[1] += e.Amount;

    public static void Count2(Subscribed e) => s_totals[2] += e.Amount;

    public static void Count3(Subscribed e) => s_totals[3] += e.Amount;

    public static void Count4(Subscribed e) => s_totals[4] += e.Amount;

    public static void Count5(Subscribed e) => s_totals[5] += e.Amount;

    public static void Count6(Subscribed e) => s_totals[6] += e.Amount;

    public static void Count7(Subscribed e) => s_totals[7] += e.Amount;

    public static Action<Subscribed>[] All { get; } = [Count0, Count1, Count2, Count3, Count4, Count5, Count6, Count7];
}
