using Depot.Billing;
using Depot.Contracts;
using Depot.Stock;

namespace Depot.App.Tests;

/// <summary>
/// That this file compiles is half of the test: five projects have an <c>Events</c>, all in reach at once, and the internals of three
/// of them are open to this project.
/// </summary>
public sealed class AccessorTests
{
    [Fact]
    public void Events_InTheProjectsOwnNamespace_AreItsOwn()
    {
        Assert.Same(typeof(Tests.Events), typeof(Events));
        Assert.Equal("inspection", Events.Inspection.Descriptor.Id);
    }

    [Fact]
    public void Events_OfOtherProjects_AreInTheirNamespaces()
    {
        Assert.Equal("order.placed", Contracts.Events.OrderPlaced.Descriptor.Id);
        Assert.Equal("stock.taken", Stock.Events.StockTaken.Descriptor.Id);
        Assert.Equal("invoice.written", Billing.Events.InvoiceWritten.Descriptor.Id);
        Assert.Equal("day.closed", App.Events.DayClosed.Descriptor.Id);
    }

    [Fact]
    public void Events_OfFriends_IncludeTheInternalOnes()
    {
        Assert.Equal(typeof(PriceChanged), Contracts.Events.PriceChanged.Descriptor.PayloadType);
        Assert.Equal(typeof(ShelfEmptied), Stock.Events.ShelfEmptied.Descriptor.PayloadType);
        Assert.Equal(typeof(ShiftStarted), App.Events.ShiftStarted.Descriptor.PayloadType);
    }

    [Fact]
    public async Task PartOverloads_OfEveryProject_AreInReachTogether()
    {
        await using var bus = EventBus.Create(static builder => builder.AddModule(EventGenModulesTestsEventModule.Instance));
        using var use = EventBus.Use(bus);
        List<string> run = [];
        Journal.Keep(run.Add);

        Events.Inspection.Emit(number: 1);
        Stock.Events.ShelfEmptied.Emit(shelf: 2);
        App.Events.DayClosed.Emit(orders: 3);
        Contracts.Events.PriceChanged.Emit(cents: 4);
        Billing.Events.InvoiceWritten.Emit(number: 5);

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
