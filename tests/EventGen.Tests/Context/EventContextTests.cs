using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Tests.Context;

public sealed class EventContextTests
{
    private readonly List<EventContext> _seen = [];

    [Fact]
    public void Timestamp_IsTheClocksAtTheEmit_InUtc()
    {
        var clock = new ManualTimeProvider();
        using var bus = TestBus.Create(options => options.TimeProvider = clock);
        bus.Topic<Ping>().Subscribe((_, context) => _seen.Add(context));
        var start = clock.GetUtcNow();

        bus.Topic<Ping>().Emit(new Ping());
        clock.Advance(TimeSpan.FromSeconds(90));
        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal([start, start.AddSeconds(90)], _seen.Select(static context => context.Timestamp));
        Assert.All(_seen, static context => Assert.Equal(TimeSpan.Zero, context.Timestamp.Offset));
    }

    [Theory]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    [InlineData(EmitCall.Emit)]
    public async Task Timestamp_OfAQueuedEvent_IsThatOfItsEmit(EmitCall call)
    {
        var clock = new ManualTimeProvider();
        await using var bus = TestBus.Create(options => options.TimeProvider = clock);
        bus.Topic<Ping>().Subscribe((_, context) =>
        {
            _seen.Add(context);
            return Task.CompletedTask;
        });
        var start = clock.GetUtcNow();

        await bus.Topic<Ping>().EmitByAsync(call, new Ping());
        clock.Advance(TimeSpan.FromHours(1));
        await bus.StartAsync();
        await bus.DrainAsync();

        Assert.Equal(start, Assert.Single(_seen).Timestamp);
    }

    [Fact]
    public async Task Emission_HasOneContext_ForItsHandlersHereAndOnTheQueue()
    {
        await using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe((_, context) => _seen.Add(context));
        bus.Topic<Ping>().Subscribe((_, context) => _seen.Add(context));
        bus.Topic<Ping>().Subscribe((_, context) =>
        {
            _seen.Add(context);
            return Task.CompletedTask;
        });

        bus.Topic<Ping>().Emit(new Ping());
        await bus.StartAsync();
        await bus.DrainAsync();

        Assert.Equal(3, _seen.Count);
        Assert.Single(_seen.Select(static context => context.Id).Distinct());
        Assert.All(_seen, static context => Assert.Equal(("ping", 1), (context.EventId, context.Attempt)));
    }

    [Fact]
    public async Task EveryEmission_HasAnIdOfItsOwn()
    {
        await using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe((_, context) => _seen.Add(context));
        var payload = new Ping();

        bus.Topic<Ping>().Emit(payload);
        bus.Topic<Ping>().Emit(payload);
        await bus.Topic<Ping>().InvokeAsync(payload);

        Assert.Equal(3, _seen.Select(static context => context.Id).Distinct().Count());
    }

    [Fact]
    public async Task Services_AreTheProviderOfTheBus_OrNone()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var with = TestBus.Create(services: services);
        await using var without = EventBus.Create(static bus => bus.AddModule(EventGenTestsEventModule.Instance));
        with.Topic<Ping>().Subscribe((_, context) => _seen.Add(context));
        without.Topic<Ping>().Subscribe((_, context) => _seen.Add(context));

        with.Topic<Ping>().Emit(new Ping());
        without.Topic<Ping>().Emit(new Ping());

        Assert.Same(services, _seen[0].Services);
        Assert.Null(_seen[1].Services);
    }

    [Fact]
    public void Source_IsTheOptions()
    {
        using var bus = TestBus.Create(static options => options.Source = "shop");
        bus.Topic<Ping>().Subscribe((_, context) => _seen.Add(context));

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal(new EventMetadata { Source = "shop" }, _seen[0].Metadata);
    }
}
