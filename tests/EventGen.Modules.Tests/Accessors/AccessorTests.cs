extern alias annex;
extern alias yard;

using Depot.Billing;
using Depot.Contracts;
using Depot.Stock;

namespace Depot.App.Tests;

/// <summary>
/// That this file compiles is half of the test: five projects have events and an <c>Events</c>, all in reach at once, and the internals of
/// three of them are open to this project.
/// </summary>
public sealed class AccessorTests
{
    [Fact]
    public void Events_IsTheProjectsOwnClass_WithThoseOfEveryReference()
    {
        Assert.Same(typeof(Tests.Events), typeof(Events));
        Assert.Equal("inspection", Events.Inspection.Descriptor.Id);
        Assert.Same(Contracts.Events.OrderPlaced, Events.OrderPlaced);
        Assert.Same(Stock.Events.StockTaken, Events.StockTaken);
        Assert.Same(Billing.Events.InvoiceWritten, Events.InvoiceWritten);
        Assert.Same(App.Events.DayClosed, Events.DayClosed);
        Assert.Same(Contracts.Events.Depot, Events.Depot);
    }

    [Fact]
    public void Events_OfFriends_IncludeTheInternalOnes()
    {
        Assert.Equal(typeof(PriceChanged), Events.PriceChanged.Descriptor.PayloadType);
        Assert.Equal(typeof(ShelfEmptied), Events.ShelfEmptied.Descriptor.PayloadType);
        Assert.Equal(typeof(ShiftStarted), Events.ShiftStarted.Descriptor.PayloadType);
    }

    [Fact]
    public async Task Events_WhereTwoAssembliesHaveTheClass_HaveThoseOfBoth()
    {
        await using var bus = EventBus.Create(static builder => builder
            .AddModule(annex::Depot.Contracts.DepotAnnexEventModule.Instance)
            .AddModule(yard::DepotYardEventModule.Instance));
        using var use = EventBus.Use(bus);

        Assert.Equal(["annex.opened", "order.placed", "price.changed"], annex::Depot.Contracts.Porter.Names());
        Assert.Equal(["lorry.arrived", "order.placed"], yard::Depot.Yard.Gate.Names(new GoodsMoved(1)));
    }

    [Fact]
    public async Task PartOverloads_OfEveryProject_AreInReachTogether()
    {
        await using var bus = EventBus.Create(static builder => builder.AddModule(EventGenModulesTestsEventModule.Instance));
        using var use = EventBus.Use(bus);
        List<string> run = [];
        Journal.Keep(run.Add);

        Events.Inspection.Emit(number: 1);
        Events.ShelfEmptied.Emit(shelf: 2);
        Events.DayClosed.Emit(orders: 3);
        Events.PriceChanged.Emit(cents: 4);
        Events.InvoiceWritten.Emit(number: 5);

        Assert.Equal(
            [
                "Inspector.Look Inspection { Number = 1 }",
                "Alarm.Silence ShelfEmptied { Shelf = 2 }",
                "Clerk.Leave DayClosed { Orders = 3 }",
                "Bell 1.Toll PriceChanged { Cents = 4 }",
                "Clerk.File InvoiceWritten { Number = 5 }",
                "Clerk.Leave DayClosed { Orders = 5 }",
            ],
            run);
    }
}
