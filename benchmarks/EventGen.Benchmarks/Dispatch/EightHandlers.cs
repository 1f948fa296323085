namespace EventGen.Benchmarks.Dispatch;

/// <summary>Eight small handlers, distinct methods as those of real events are.</summary>
public static class EightHandlers
{
    private static readonly long[] s_totals = new long[8];

    [Subscribe]
    public static void Count0(Eight e) => s_totals[0] += e.Amount;

    [Subscribe]
    public static void Count1(Eight e) => s_totals[1] += e.Amount;

    [Subscribe]
    public static void Count2(Eight e) => s_totals[2] += e.Amount;

    [Subscribe]
    public static void Count3(Eight e) => s_totals[3] += e.Amount;

    [Subscribe]
    public static void Count4(Eight e) => s_totals[4] += e.Amount;

    [Subscribe]
    public static void Count5(Eight e) => s_totals[5] += e.Amount;

    [Subscribe]
    public static void Count6(Eight e) => s_totals[6] += e.Amount;

    [Subscribe]
    public static void Count7(Eight e) => s_totals[7] += e.Amount;
}
