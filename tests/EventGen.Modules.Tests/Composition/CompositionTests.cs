using Depot.Billing;
using Depot.Contracts;
using Depot.Stock;
using Microsoft.Extensions.DependencyInjection;

namespace Depot.App.Tests;

/// <summary>What a bus made of modules has.</summary>
public sealed class CompositionTests
{
    public static TheoryData<EventModule[]> Overlapping => new(
        [DepotAppEventModule.Instance],
        [DepotAppEventModule.Instance, DepotBillingEventModule.Instance, DepotStockEventModule.Instance, DepotContractsEventModule.Instance],
        [DepotContractsEventModule.Instance, DepotStockEventModule.Instance, DepotBillingEventModule.Instance, DepotAppEventModule.Instance],
        [DepotStockEventModule.Instance, DepotAppEventModule.Instance, DepotAppEventModule.Instance]);

    [Theory]
    [MemberData(nameof(Overlapping), DisableDiscoveryEnumeration = true)]
    public async Task Create_WithModulesThatReferenceEachOther_HasEachHandlerOnceAndInOrder(EventModule[] modules)
    {
        await using var bus = EventBus.Create(builder => Array.ForEach(modules, module => builder.AddModule(module)));
        var topic = bus.Topic<OrderPlaced>();
        List<string> run = [];
        Journal.Keep(line => run.Add($"Depot.{line}"));

        await topic.InvokeAsync(new OrderPlaced(1), TestContext.Current.CancellationToken);

        Assert.Equal(DepotHandlers.OfOrderPlaced, topic.Descriptor.Handlers);
        Assert.Equal(DepotHandlers.OfOrderPlaced, run.Where(static line => line.Contains(nameof(OrderPlaced))).Select(static line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Create_WithALibrarysModule_HasWhatItReferencesAndNothingOfThoseThatReferenceIt()
    {
        await using var bus = EventBus.Create(static builder => builder.AddModule(DepotStockEventModule.Instance));

        Assert.Equal(DepotHandlers.OfOrderPlacedInStock, bus.Topic<OrderPlaced>().Descriptor.Handlers);
        Assert.Equal(["goods.moved", "goods.returned", "order.placed", "price.changed", "shelf.emptied", "stock.taken"], bus.Descriptors.Select(static descriptor => descriptor.Id));
    }

    [Fact]
    public async Task AddEventGen_HasTheModulesOfTheProgramAndOfAllItReferences()
    {
        await using var services = new ServiceCollection().AddEventGen().Services.BuildServiceProvider();

        Assert.Equal(DepotHandlers.OfOrderPlacedWithTests, services.GetRequiredService<EventTopic<OrderPlaced>>().Descriptor.Handlers);
        Assert.Equal(["Depot.App.Tests.Inspector.Look"], services.GetRequiredService<EventTopic<Inspection>>().Descriptor.Handlers);
        Assert.Equal(["Depot.Bell.Toll"], services.GetRequiredService<EventTopic<PriceChanged>>().Descriptor.Handlers);
    }

    [Fact]
    public void AmbientBus_HasTheModulesOfTheProgramAndOfAllItReferences()
    {
        Assert.Equal(DepotHandlers.OfOrderPlacedWithTests, Contracts.Events.OrderPlaced.Descriptor.Handlers);
        Assert.Equal(["Depot.Clerk.Leave"], App.Events.DayClosed.Descriptor.Handlers);
        Assert.Equal(["Depot.App.Tests.Inspector.Look"], Events.Inspection.Descriptor.Handlers);
    }

    [Fact]
    public void Create_WithTwoEventsOfOneId_NamesBoth()
    {
        var refusal = Assert.Throws<InvalidOperationException>(static () => EventBus.Create(static builder => builder
            .AddModule(DepotAppEventModule.Instance)
            .AddModule(Rival())));

        Assert.Contains("'order.placed'", refusal.Message);
        Assert.Contains("Depot.Contracts.OrderPlaced and Depot.Rival.OrderPlaced", refusal.Message);
    }

    // Loaded as a plug-in is: a project that references it has the clash in its build (EVG1002).
    private static EventModule Rival() => (EventModule)System.Reflection.Assembly
        .LoadFrom(Path.Combine(AppContext.BaseDirectory, "Depot.Rival.dll"))
        .GetType("Depot.Rival.DepotRivalEventModule", throwOnError: true)!
        .GetProperty("Instance")!.GetValue(null)!;
}
