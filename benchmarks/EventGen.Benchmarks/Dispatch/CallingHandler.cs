using System.Runtime.CompilerServices;

namespace EventGen.Benchmarks.Dispatch;

/// <summary>A handler that calls something which might emit, so that emits within one another are counted.</summary>
public static class CallingHandler
{
    public static long Total { get; private set; }

    [Subscribe]
    public static void Count(Calling e) => Add(e.Amount);

    /// <summary>The floor: the same, called.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void CountByCall(Calling e) => Add(e.Amount);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Add(int amount) => Total += amount;
}
