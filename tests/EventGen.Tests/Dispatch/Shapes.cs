namespace EventGen.Tests.Dispatch;

/// <summary>An event with a handler of every shape.</summary>
[Event]
public sealed record Shaped(CallLog Calls);

/// <summary>A second event that <see cref="ShapeInstance"/> handles.</summary>
[Event]
public sealed record Reshaped(CallLog Calls);

public static class ShapeStatic
{
    [Subscribe(Order = 1)]
    public static void Plain(Shaped e) => e.Calls.Add("static void");

    [Subscribe(Order = 2)]
    public static Task TaskAsync(Shaped e)
    {
        e.Calls.Add("static Task");
        return Task.CompletedTask;
    }

    [Subscribe(Order = 3)]
    public static async ValueTask ValueTaskAsync(Shaped e)
    {
        await Task.Yield();
        e.Calls.Add("static ValueTask");
    }

    [Subscribe(Order = 4)]
    public static void Everything(Shaped e, CancellationToken ct, EventContext context) =>
        e.Calls.Add($"static void {context.EventId} {ct.CanBeCanceled}");

    [Subscribe(Order = 5)]
    public static async Task EverythingAsync(Shaped e, EventContext context, CancellationToken ct)
    {
        await Task.Yield();
        e.Calls.Add($"static Task {context.EventId} {ct.CanBeCanceled}");
    }
}

public sealed class ShapeInstance
{
    private int _calls;

    [Subscribe(Order = 6)]
    public void Count(Shaped e) => e.Calls.Add($"instance {RuntimeId()} {Interlocked.Increment(ref _calls)}");

    [Subscribe(Order = 7)]
    public Task CountAsync(Shaped e)
    {
        e.Calls.Add($"instance {RuntimeId()} {Interlocked.Increment(ref _calls)}");
        return Task.CompletedTask;
    }

    [Subscribe]
    public ValueTask CountAsync(Reshaped e)
    {
        e.Calls.Add($"instance {RuntimeId()} {Interlocked.Increment(ref _calls)}");
        return default;
    }

    private int RuntimeId() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
