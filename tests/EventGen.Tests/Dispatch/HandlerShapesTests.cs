namespace EventGen.Tests.Dispatch;

public sealed class HandlerShapesTests
{
    private static readonly string[] s_static =
    [
        "static void", "static Task", "static ValueTask", "static void every.handler.shape True", "static Task every.handler.shape True",
    ];

    [Theory]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task EveryShape_IsCalledWithWhatItTakes(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        var calls = new CallLog();

        await bus.Topic<EveryHandlerShapeEvent>().EmitByAsync(call, new EveryHandlerShapeEvent(calls));
        await bus.DrainAsync();

        Assert.Equal(s_static, calls.Entries[..5]);
        Assert.Equal(7, calls.Entries.Length);
    }

    [Fact]
    public async Task Emit_CallsVoidMethodsAtOnce_AndTheOthersOnTheQueue()
    {
        await using var bus = TestBus.Create();
        var calls = new CallLog();

        bus.Topic<EveryHandlerShapeEvent>().Emit(new EveryHandlerShapeEvent(calls));

        Assert.Equal(["static void", "static void every.handler.shape True"], calls.Entries[..2]);
        Assert.StartsWith("instance ", calls.Entries[2], StringComparison.Ordinal);
        Assert.Equal(3, calls.Entries.Length);
        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal(["static Task", "static ValueTask", "static Task every.handler.shape True"], calls.Entries[3..6]);
        Assert.Equal(7, calls.Entries.Length);
    }

    [Fact]
    public async Task ParameterlessClass_HasOneInstanceForAllEventsAndCallsOfABus()
    {
        await using var bus = await TestBus.StartAsync();
        var calls = new CallLog();

        await bus.Topic<EveryHandlerShapeEvent>().InvokeAsync(new EveryHandlerShapeEvent(calls));
        await bus.Topic<SharedInstanceEvent>().EmitAsync(new SharedInstanceEvent(calls));
        bus.Topic<EveryHandlerShapeEvent>().Emit(new EveryHandlerShapeEvent(calls));
        await bus.DrainAsync();

        string[][] instance = [.. calls.Entries.Where(static entry => entry.StartsWith("instance", StringComparison.Ordinal)).Select(static entry => entry.Split(' '))];
        Assert.Single(instance.Select(static entry => entry[1]).Distinct());
        Assert.Equal(["1", "2", "3", "4", "5"], instance.Select(static entry => entry[2]).Order());
    }

    [Fact]
    public async Task ParameterlessClass_HasAnInstanceOfItsOwnOnEveryBus()
    {
        await using var one = TestBus.Create();
        await using var other = TestBus.Create();
        var calls = new CallLog();

        await one.Topic<SharedInstanceEvent>().InvokeAsync(new SharedInstanceEvent(calls));
        await other.Topic<SharedInstanceEvent>().InvokeAsync(new SharedInstanceEvent(calls));

        Assert.All(calls.Entries, static entry => Assert.EndsWith(" 1", entry, StringComparison.Ordinal));
        Assert.Equal(2, calls.Entries.Distinct().Count());
    }
}

/// <summary>An event with a handler of every shape.</summary>
[Event]
public sealed record EveryHandlerShapeEvent(CallLog Calls);

/// <summary>A second event that <see cref="InstanceHandlerShapes"/> handles.</summary>
[Event]
public sealed record SharedInstanceEvent(CallLog Calls);

public static class StaticHandlerShapes
{
    [Subscribe(Order = 1)]
    public static void Plain(EveryHandlerShapeEvent e) => e.Calls.Add("static void");

    [Subscribe(Order = 2)]
    public static Task TaskAsync(EveryHandlerShapeEvent e)
    {
        e.Calls.Add("static Task");
        return Task.CompletedTask;
    }

    [Subscribe(Order = 3)]
    public static async ValueTask ValueTaskAsync(EveryHandlerShapeEvent e)
    {
        await Task.Yield();
        e.Calls.Add("static ValueTask");
    }

    [Subscribe(Order = 4)]
    public static void Everything(EveryHandlerShapeEvent e, CancellationToken ct, EventContext context) =>
        e.Calls.Add($"static void {context.EventId} {ct.CanBeCanceled}");

    [Subscribe(Order = 5)]
    public static async Task EverythingAsync(EveryHandlerShapeEvent e, EventContext context, CancellationToken ct)
    {
        await Task.Yield();
        e.Calls.Add($"static Task {context.EventId} {ct.CanBeCanceled}");
    }
}

public sealed class InstanceHandlerShapes
{
    private int _calls;

    [Subscribe(Order = 6)]
    public void Count(EveryHandlerShapeEvent e) => e.Calls.Add($"instance {RuntimeId()} {Interlocked.Increment(ref _calls)}");

    [Subscribe(Order = 7)]
    public Task CountAsync(EveryHandlerShapeEvent e)
    {
        e.Calls.Add($"instance {RuntimeId()} {Interlocked.Increment(ref _calls)}");
        return Task.CompletedTask;
    }

    [Subscribe]
    public ValueTask CountAsync(SharedInstanceEvent e)
    {
        e.Calls.Add($"instance {RuntimeId()} {Interlocked.Increment(ref _calls)}");
        return default;
    }

    private int RuntimeId() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
