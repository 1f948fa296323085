namespace EventGen.Tests.Queueing;

/// <summary>An event of which every other handler leaves a synchronization context behind.</summary>
[Event]
public sealed record Stained(CallLog Calls);

public static class StainedHandlers
{
    [Subscribe(Order = 1)]
    public static void Leave(Stained e) => IdleContext.Leave();

    [Subscribe(Order = 2)]
    public static async Task AwaitAsync(Stained e)
    {
        await Task.Yield();
        e.Calls.Add("first");
    }

    [Subscribe(Order = 3)]
    public static Task LeaveAsync(Stained e)
    {
        IdleContext.Leave();
        return Task.CompletedTask;
    }

    [Subscribe(Order = 4)]
    public static async ValueTask AwaitAgainAsync(Stained e)
    {
        await Task.Yield();
        e.Calls.Add("second");
        IdleContext.Leave();
    }
}

/// <summary>The same, with a first handler that suspends, after which the others are started one by one.</summary>
[Event]
public sealed record StainedLater(CallLog Calls);

public static class StainedLaterHandlers
{
    [Subscribe(Order = 1)]
    public static async Task SuspendAsync(StainedLater e) => await Task.Yield();

    [Subscribe(Order = 2)]
    public static void Leave(StainedLater e) => IdleContext.Leave();

    [Subscribe(Order = 3)]
    public static async Task AwaitAsync(StainedLater e)
    {
        await Task.Yield();
        e.Calls.Add("later");
        IdleContext.Leave();
    }
}
