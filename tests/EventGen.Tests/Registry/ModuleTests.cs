using EventGen.CompilerServices;

namespace EventGen.Tests.Registry;

public sealed class ModuleTests
{
    private static readonly HandWrittenModule s_declares = new("Declares", static module => module.AddEvent(HandWrittenModule.Define<CallLog>("call.log")));

    private readonly CallLog _calls = new();

    [Fact]
    public void TwoEventsOfOneId_InTwoModules_AreRefusedNamingBothTypes()
    {
        var other = new HandWrittenModule("Other", static module => module.AddEvent(HandWrittenModule.Define<LogEntry>("call.log")));

        var thrown = Assert.Throws<InvalidOperationException>(() => EventBus.Create(bus => bus.AddModule(s_declares).AddModule(other)));

        Assert.Contains("'call.log'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(CallLog).FullName!, thrown.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(LogEntry).FullName!, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_IsReadByNobody_WhileTheBusStartsEmitsAndStops()
    {
        var module = new HandWrittenModule("Declares", static module => module.AddEvent(HandWrittenModule.Define<CallLog>("call.log")));
        using var bus = EventBus.Create(bus => bus.AddModule(module));
        await bus.StartAsync(TestContext.Current.CancellationToken);
        await bus.Topic<CallLog>().EmitAsync(_calls, TestContext.Current.CancellationToken);
        _ = bus.Descriptors;
        await bus.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, module.ManifestReads);
        _ = module.Manifest.Length;
        Assert.Equal(1, module.ManifestReads);
    }

    [Fact]
    public void IdsThatDifferInCase_AreTwo()
    {
        var other = new HandWrittenModule("Other", static module => module.AddEvent(HandWrittenModule.Define<LogEntry>("Call.Log")));

        using var bus = EventBus.Create(bus => bus.AddModule(s_declares).AddModule(other));

        Assert.Equal(["Call.Log", "call.log"], bus.Descriptors.Select(static descriptor => descriptor.Id));
    }

    [Fact]
    public void Module_AddedTwice_OrIncludedByTwoOthers_IsBuiltOnce()
    {
        var shared = new HandWrittenModule("Shared", static module => module.AddEvent(HandWrittenModule.Define<CallLog>("call.log")));
        var left = new HandWrittenModule("Left", module => module.Include(shared));
        var right = new HandWrittenModule("Right", module => module.Include(shared));

        using var bus = EventBus.Create(bus => bus.AddModule(left).AddModule(right).AddModule(shared).AddModule(left));

        Assert.Equal((1, 1), (shared.Builds, left.Builds));
        Assert.Equal("call.log", Assert.Single(bus.Descriptors).Id);
        Assert.Equal("Shared", shared.Name);
        Assert.Equal("Shared", shared.ToString());
    }

    [Fact]
    public void Modules_ThatIncludeEachOther_AreBuiltOnce()
    {
        HandWrittenModule? one = null;
        var other = new HandWrittenModule("Other", module => module.Include(one!));
        one = new HandWrittenModule("One", module => module.Include(other));

        EventBus.Create(bus => bus.AddModule(one)).Dispose();

        Assert.Equal((1, 1), (one.Builds, other.Builds));
    }

    [Fact]
    public void HandlersOfAnEventThatNoModuleDeclares_AreRefusedNamingTheEvent()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => EventBus.Create(static bus => bus.AddModule(Handling("Handles", new HandlerInfo("a", 0, HandlerTraits.None)))));

        Assert.Contains(typeof(CallLog).FullName!, thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    public async Task HandlersOfSeveralModules_RunInOneOrder(EmitCall call)
    {
        await using var bus = CreateMerged();
        await bus.StartAsync();

        var thrown = await Record.ExceptionAsync(() => bus.Topic<CallLog>().EmitByAsync(call, _calls));
        await bus.DrainAsync();

        Assert.Equal(["first", "A.early", "B.Late fails", "C.Middle", "Z.last"], _calls.Entries);
        if (call == EmitCall.InvokeAsync)
            Assert.Equal("B.Late fails", Assert.Single(Assert.IsType<EventDispatchException>(thrown).Failures).Handler);
        else
            Assert.Equal(1, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task HandlersOfSeveralModules_AreSplitByAnEmitAsThoseOfOne()
    {
        await using var bus = CreateMerged();

        bus.Topic<CallLog>().Emit(_calls);
        Assert.Equal(["first", "A.early", "B.Late fails"], _calls.Entries);

        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal(["first", "A.early", "B.Late fails", "C.Middle", "Z.last"], _calls.Entries);
    }

    [Fact]
    public void Descriptor_NamesTheHandlersOfAllModules()
    {
        using var bus = CreateMerged();

        Assert.Equal(["first", "A.early", "B.Late fails", "C.Middle", "Z.last"], bus.Topic<CallLog>().Descriptor.Handlers);
    }

    // By order, then by method: a name that a handler was given does not move it.
    private static EventBus CreateMerged() => EventBus.Create(static bus => bus
        .AddModule(s_declares)
        .AddModule(Handling(
            "One",
            new HandlerInfo("first", -1, HandlerTraits.None) { Method = "Z.Z" },
            new HandlerInfo("C.Middle", 0, HandlerTraits.Asynchronous)))
        .AddModule(Handling(
            "Two",
            new HandlerInfo("A.early", 0, HandlerTraits.None),
            new HandlerInfo("B.Late fails", 0, HandlerTraits.None),
            new HandlerInfo("Z.last", 7, HandlerTraits.Asynchronous) { Method = "A.A" })));

    private static HandWrittenModule Handling(string name, params HandlerInfo[] handlers) =>
        new(name, module => module.AddHandlers<CallLog>(handlers, instances => new HandWrittenHandlers(instances, handlers)));
}
