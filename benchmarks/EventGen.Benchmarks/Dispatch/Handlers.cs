using System.Runtime.CompilerServices;

namespace EventGen.Benchmarks.Dispatch;

/// <summary>Small handlers, each with a total of its own: what the handlers of real events are, distinct methods.</summary>
public static class Handlers
{
    private static readonly long[] s_totals = new long[8];

    [Subscribe]
    public static void Count(One e) => s_totals[0] += e.Amount;

    /// <summary>The floor: a call that the JIT does not inline.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void CountNotInlined(One e) => s_totals[0] += e.Amount;

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

    [Subscribe]
    public static ValueTask CountAsync0(EightAsync e)
    {
        s_totals[0] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask CountAsync1(EightAsync e)
    {
        s_totals[1] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask CountAsync2(EightAsync e)
    {
        s_totals[2] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask CountAsync3(EightAsync e)
    {
        s_totals[3] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask CountAsync4(EightAsync e)
    {
        s_totals[4] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask CountAsync5(EightAsync e)
    {
        s_totals[5] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask CountAsync6(EightAsync e)
    {
        s_totals[6] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask CountAsync7(EightAsync e)
    {
        s_totals[7] += e.Amount;
        return default;
    }

    public static void CountSubscribed0(Subscribed e) => s_totals[0] += e.Amount;

    public static void CountSubscribed1(Subscribed e) => s_totals[1] += e.Amount;

    public static void CountSubscribed2(Subscribed e) => s_totals[2] += e.Amount;

    public static void CountSubscribed3(Subscribed e) => s_totals[3] += e.Amount;

    public static void CountSubscribed4(Subscribed e) => s_totals[4] += e.Amount;

    public static void CountSubscribed5(Subscribed e) => s_totals[5] += e.Amount;

    public static void CountSubscribed6(Subscribed e) => s_totals[6] += e.Amount;

    public static void CountSubscribed7(Subscribed e) => s_totals[7] += e.Amount;
}
