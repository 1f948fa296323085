using System.Runtime.CompilerServices;

namespace EventGen.Benchmarks.Dispatch;

/// <summary>Eight handlers that cost a call each.</summary>
public static class EightCallHandlers
{
    private static readonly long[] s_totals = new long[8];

    [Subscribe]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Count0(EightCalls e) => s_totals[0] += e.Amount;

    [Subscribe]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Count1(EightCalls e) => s_totals[1] += e.Amount;

    [Subscribe]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Count2(EightCalls e) => s_totals[2] += e.Amount;

    [Subscribe]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Count3(EightCalls e) => s_totals[3] += e.Amount;

    [Subscribe]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Count4(EightCalls e) => s_totals[4] += e.Amount;

    [Subscribe]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Count5(EightCalls e) => s_totals[5] += e.Amount;

    [Subscribe]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Count6(EightCalls e) => s_totals[6] += e.Amount;

    [Subscribe]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Count7(EightCalls e) => s_totals[7] += e.Amount;
}
