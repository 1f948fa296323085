namespace EventGen.Tests.Dispatch;

public sealed class HandlerShapesTests
{
    private static readonly string[] s_static =
    [
        "static void", "static Task", "static ValueTask", "static void shaped True", "static Task shaped True",
    ];

    [Theory]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task EveryShape_IsCalledWithWhatItTakes(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        var calls = new CallLog();

        await bus.Topic<Shaped>().EmitByAsync(call, new Shaped(calls));
        await bus.DrainAsync();

        Assert.Equal(s_static, calls.Entries[..5]);
        Assert.Equal(7, calls.Entries.Length);
    }

    [Fact]
    public async Task Emit_CallsVoidMethodsAtOnce_AndTheOthersOnTheQueue()
    {
        await using var bus = TestBus.Create();
        var calls = new CallLog();

        bus.Topic<Shaped>().Emit(new Shaped(calls));

        Assert.Equal(["static void", "static void shaped True"], calls.Entries[..2]);
        Assert.StartsWith("instance ", calls.Entries[2], StringComparison.Ordinal);
        Assert.Equal(3, calls.Entries.Length);
        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal(["static Task", "static ValueTask", "static Task shaped True"], calls.Entries[3..6]);
        Assert.Equal(7, calls.Entries.Length);
    }

    [Fact]
    public async Task ParameterlessClass_HasOneInstanceForAllEventsAndCallsOfABus()
    {
        await using var bus = await TestBus.StartAsync();
        var calls = new CallLog();

        await bus.Topic<Shaped>().InvokeAsync(new Shaped(calls));
        await bus.Topic<Reshaped>().EmitAsync(new Reshaped(calls));
        bus.Topic<Shaped>().Emit(new Shaped(calls));
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

        await one.Topic<Reshaped>().InvokeAsync(new Reshaped(calls));
        await other.Topic<Reshaped>().InvokeAsync(new Reshaped(calls));

        Assert.All(calls.Entries, static entry => Assert.EndsWith(" 1", entry, StringComparison.Ordinal));
        Assert.Equal(2, calls.Entries.Distinct().Count());
    }
}
