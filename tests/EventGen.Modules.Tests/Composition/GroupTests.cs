using Depot.Billing;
using Depot.Contracts;
using Depot.Stock;

namespace Depot.App.Tests;

/// <summary>A group whose events several projects declare.</summary>
public sealed class GroupTests
{
    [Fact]
    public async Task Group_HasTheEventsOfEveryModule()
    {
        await using var bus = EventBus.Create(static builder => builder.AddModule(DepotAppEventModule.Instance));
        using var stream = bus.Group<IDepotEvent>().Stream();

        bus.Group<IDepotEvent>().Emit(new InvoiceWritten(1));
        bus.Group<IDepotEvent>().Emit(new StockTaken(2));

        Assert.Equal(["goods.moved", "goods.returned", "invoice.written", "stock.taken"], bus.Group<IDepotEvent>().Members.Select(static member => member.Id));
        List<IDepotEvent> read = [];
        while (stream.Reader.TryRead(out var e)) read.Add(e);
        Assert.Contains(new InvoiceWritten(1), read);
        Assert.Contains(new StockTaken(2), read);
    }

    [Fact]
    public async Task Group_WithoutTheModuleOfAnEvent_RefusesIt()
    {
        await using var bus = EventBus.Create(static builder => builder.AddModule(DepotContractsEventModule.Instance));

        var refusal = Assert.Throws<ArgumentException>(() => bus.Group<IDepotEvent>().Emit(new StockTaken(2)));

        Assert.Contains("Depot.Stock.StockTaken", refusal.Message);
        Assert.Contains("add the module of its assembly", refusal.Message);
    }

    [Fact]
    public async Task EventThatDerivesFromOneOfAnotherModule_IsEmittedAsItself()
    {
        await using var bus = EventBus.Create(static builder => builder.AddModule(DepotContractsEventModule.Instance).AddModule(DepotAppEventModule.Instance));
        using var moved = bus.Topic<GoodsMoved>().Stream();
        using var returned = bus.Topic<GoodsReturned>().Stream();

        bus.Group<IDepotEvent>().Emit(new GoodsReturned(1));
        bus.Group<IDepotEvent>().Emit(new GoodsMoved(2));

        Assert.Equal((1, 1), (moved.Reader.Count, returned.Reader.Count));
        Assert.Equal(new GoodsMoved(2), await moved.Reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(new GoodsReturned(1), await returned.Reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task HandlerOfTheGroup_HandlesEventsOfModulesThatItDoesNotKnow()
    {
        await using var bus = EventBus.Create(static builder => builder.AddModule(DepotAppEventModule.Instance));
        List<IDepotEvent> counted = [];
        Counter.Read(counted.Add);

        bus.Topic<StockTaken>().Emit(new StockTaken(2));

        Assert.Contains(new StockTaken(2), counted);
        Assert.Equal("Depot.Contracts.Counter.Count", bus.Topic<StockTaken>().Descriptor.Handlers[^1]);
    }

    [Fact]
    public void Accessor_IsOfTheProjectThatDeclaresTheGroup() =>
        Assert.Equal(["goods.moved", "goods.returned", "invoice.written", "stock.taken"], Contracts.Events.Depot.Members.Select(static member => member.Id));
}
