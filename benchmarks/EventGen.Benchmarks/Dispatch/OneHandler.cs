using System.Runtime.CompilerServices;

namespace EventGen.Benchmarks.Dispatch;

public static class OneHandler
{
    public static long Total { get; private set; }

    [Subscribe]
    public static void Count(One e) => Total += e.Amount;

    /// <summary>The floor: one call that the JIT does not inline.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void CountByCall(One e) => Total += e.Amount;

    [Subscribe]
    public static void Count(WithContext e, EventContext context) => Total += e.Amount + context.Attempt;
}
