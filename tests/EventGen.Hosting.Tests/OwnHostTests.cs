using EventGen.Hosting.Tests.Shop;
using EventGen.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventGen.Hosting.Tests;

/// <summary>A host that somebody else writes, with the public API alone.</summary>
public sealed class OwnHostTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Builder_OfAnotherHost_HasWhateverCanBeSaidToABus()
    {
        var journal = new Journal();
        await using var services = new ServiceCollection().AddSingleton(journal).BuildServiceProvider();
        var own = new OwnBuilder(new ServiceCollection());
        own.AddModule(EventGenHostingTestsEventModule.Instance).AddPublisher<LedgerPublisher>().AddMiddleware(new Noting(journal));

        await using var bus = own.Build(services);
        await bus.StartAsync(Aborted);
        await bus.Topic<OrderPlaced>().InvokeAsync(new OrderPlaced("c-7"), Aborted);
        await bus.Topic<PublishedToLedgerEvent>().InvokeAsync(new PublishedToLedgerEvent(3), Aborted);

        Assert.Equal(
            ["around receipts", "receipt for c-7", "ledger: published.to.ledger from "],
            journal.Entries.Where(static entry => entry.StartsWith("around", StringComparison.Ordinal) || entry.Contains("c-7", StringComparison.Ordinal) || entry.StartsWith("ledger:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task DescribedServices_AreTheTopicsOfTheContainersBus_AndTheHandlerClasses()
    {
        var collection = new ServiceCollection().AddSingleton(new Journal());
        foreach (var service in EventGenHostingTestsEventModule.Instance.DescribeServices()) collection.TryAdd(service);
        collection.AddSingleton(static _ => EventBus.Create(static bus => bus.AddModule(EventGenHostingTestsEventModule.Instance)));

        await using var services = collection.BuildServiceProvider();

        Assert.Same(services.GetRequiredService<EventBus>().Topic<OrderPlaced>(), services.GetRequiredService<EventTopic<OrderPlaced>>());
        await using var scope = services.CreateAsyncScope();
        Assert.NotNull(scope.ServiceProvider.GetRequiredService<SingletonHandler>());
    }

    [Fact]
    public async Task State_FollowsTheBusFromItsCreationToItsEnd()
    {
        var gate = new AsyncGate();
        await using var services = new ServiceCollection().AddSingleton(new Journal()).BuildServiceProvider();
        var own = new OwnBuilder(new ServiceCollection());
        own.AddModule(EventGenHostingTestsEventModule.Instance).AddPublisher<LedgerPublisher>();
        await using var bus = own.Build(services);
        bus.Topic<TextEvent>().Subscribe(async (_, token) => await gate.PassAsync(token));
        var created = bus.State;
        await bus.StartAsync(Aborted);
        var started = bus.State;
        await bus.Topic<TextEvent>().EmitAsync(new TextEvent("n"), Aborted);
        await gate.Reached;
        var stop = bus.StopAsync(Aborted);
        await Eventually.EqualAsync(EventBusState.Stopping, () => bus.State);
        gate.Open();
        await Deadline.WithinAsync(stop, "the stop");

        Assert.Equal((EventBusState.Created, EventBusState.Started, EventBusState.Stopped), (created, started, bus.State));
    }

    [Fact]
    public void Validate_ListsEveryFault_AlsoNamesThatAreNone()
    {
        var options = new EventBusOptions { Workers = 0, Events = { ["order.plced"] = new EventOptions() } };

        Assert.Equal(
            ["Workers is 0; it must be at least 1.", "Events[order.plced] is no event of this bus; did you mean 'order.placed'?"],
            options.Validate([EventGenHostingTestsEventModule.Instance]));
    }

    /// <summary>Keeps what it is told until its host makes the bus.</summary>
    private sealed class OwnBuilder(IServiceCollection container) : EventBusBuilder<OwnBuilder>
    {
        private readonly List<Action<EventBusBuilder>> _parts = [];

        protected override IServiceCollection? Container => container;

        public override OwnBuilder AddModule(EventModule module)
        {
            _parts.Add(builder => builder.AddModule(module));
            return this;
        }

        public override OwnBuilder Configure(Action<EventBusOptions> configure)
        {
            _parts.Add(builder => builder.Configure(configure));
            return this;
        }

        public EventBus Build(IServiceProvider services) => EventBus.Create(builder =>
        {
            builder.UseServices(services);
            foreach (var part in _parts) part(builder);
        });

        protected override void Add(Action<EventBusBuilder> part) => _parts.Add(part);

        protected override void AddPublisher(Action<EventBusBuilder> part) => _parts.Add(part);
    }

    private sealed class Noting(Journal journal) : IEventMiddleware
    {
        public ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next)
        {
            journal.Write($"around {invocation.Handler}");
            return next(invocation);
        }
    }
}
