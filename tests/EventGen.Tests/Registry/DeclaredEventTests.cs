using EventGen.CompilerServices;

namespace EventGen.Tests.Registry;

/// <summary>Events that their module has declared: it adds them when something is first asked of them.</summary>
public sealed class DeclaredEventTests
{
    private readonly DeclaringModule _module = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Event_IsDefined_WhenItsTopicIsAskedFor()
    {
        await using var bus = EventBus.Create(bus => bus.AddModule(_module));
        await bus.StartAsync(Token);
        Assert.Equal(2, bus.GetHealth().Events);
        Assert.Empty(_module.Defined);

        await bus.Topic<Noted>().EmitAsync(new Noted("one"), Token);
        _ = bus.Topic<Noted>();
        await bus.StopAsync(Token);

        Assert.Equal([1], _module.Defined);
        Assert.Equal("noted", bus.Topic<Noted>().Descriptor.Id);
    }

    [Fact]
    public async Task Event_IsFoundByItsId()
    {
        await using var bus = EventBus.Create(bus => bus.AddModule(_module));

        Assert.Same(bus.FindTopic("call.log"), bus.Topic<CallLog>());
        Assert.Equal([0], _module.Defined);
    }

    [Fact]
    public void Descriptors_DefineAll()
    {
        using var bus = EventBus.Create(bus => bus.AddModule(_module));

        Assert.Equal(["call.log", "noted"], bus.Descriptors.Select(static descriptor => descriptor.Id));
        Assert.Equal([0, 1], _module.Defined);
    }

    [Fact]
    public void TwoEventsOfOneId_AreRefused_WithoutBeingDefined()
    {
        var other = new HandWrittenModule("Other", static module => module.AddEvent(HandWrittenModule.Define<Ping>("noted")));

        var thrown = Assert.Throws<InvalidOperationException>(() => EventBus.Create(bus => bus.AddModule(_module).AddModule(other)));

        Assert.Contains("'noted'", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(_module.Defined);
    }

    private sealed record Noted(string Text);

    private sealed class DeclaringModule() : EventModule("Declaring")
    {
        public List<int> Defined { get; } = [];

        protected override void Build(EventModuleBuilder module)
        {
            module.Declare("call.log", typeof(CallLog));
            module.Declare("noted", typeof(Noted));
        }

        protected override void Define(int number, EventModuleBuilder module)
        {
            Defined.Add(number);
            if (number == 0) module.AddEvent(HandWrittenModule.Define<CallLog>("call.log"));
            else module.AddEvent(HandWrittenModule.Define<Noted>("noted"));
        }
    }
}
