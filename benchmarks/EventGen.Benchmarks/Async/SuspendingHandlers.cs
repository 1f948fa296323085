namespace EventGen.Benchmarks.Async;

/// <summary>Four handlers that give up their thread, as those that wait for something do; the last one counts.</summary>
public static class SuspendingHandlers
{
    [Subscribe]
    public static async ValueTask Yield0(Suspending e) => await Task.Yield();

    [Subscribe]
    public static async ValueTask Yield1(Suspending e) => await Task.Yield();

    [Subscribe]
    public static async ValueTask Yield2(Suspending e) => await Task.Yield();

    [Subscribe]
    public static async ValueTask Yield3(Suspending e)
    {
        await Task.Yield();
        e.Batch.CountDown();
    }
}
