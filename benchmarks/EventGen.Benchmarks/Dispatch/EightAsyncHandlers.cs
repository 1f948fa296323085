namespace EventGen.Benchmarks.Dispatch;

/// <summary>Eight asynchronous handlers that complete at once.</summary>
public static class EightAsyncHandlers
{
    private static readonly long[] s_totals = new long[8];

    [Subscribe]
    public static ValueTask Count0(EightAsync e)
    {
        s_totals[0] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask Count1(EightAsync e)
    {
        s_totals[1] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask Count2(EightAsync e)
    {
        s_totals[2] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask Count3(EightAsync e)
    {
        s_totals[3] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask Count4(EightAsync e)
    {
        s_totals[4] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask Count5(EightAsync e)
    {
        s_totals[5] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask Count6(EightAsync e)
    {
        s_totals[6] += e.Amount;
        return default;
    }

    [Subscribe]
    public static ValueTask Count7(EightAsync e)
    {
        s_totals[7] += e.Amount;
        return default;
    }
}
