using EventGen.TestKit;

namespace Depot.App.Tests;

/// <summary>In a process that has touched no code of the assemblies whose handlers it runs.</summary>
public sealed class FreshProcessTests
{
    private const string Expected =
        """
        loaded: Depot.App, Depot.Contracts
        Ledger.Open OrderPlaced { Number = 1, Customer = somebody }
        Alarm.Ring OrderPlaced { Number = 1, Customer = somebody }
        Bell.Ring OrderPlaced { Number = 1, Customer = somebody }
        Clerk.Note OrderPlaced { Number = 1, Customer = somebody }
        Docks.Take OrderPlaced { Number = 1, Customer = somebody }
        Bell.Chime StockTaken { Number = 1 }
        Clerk.File InvoiceWritten { Number = 1 }
        Clerk.Leave DayClosed { Orders = 1 }
        Docks.LeaveAsync OrderPlaced { Number = 1, Customer = somebody }
        Ledger.CloseAsync OrderPlaced { Number = 1, Customer = somebody }
        Bell 1.Toll PriceChanged { Cents = 5 }
        day.closed: Depot.Clerk.Leave
        goods.moved: Depot.Contracts.Counter.Count
        goods.returned: Depot.Contracts.Counter.Count
        invoice.written: Depot.Clerk.File, Depot.Contracts.Counter.Count
        order.placed: Depot.Ledger.Open, Depot.Alarm.Ring, Depot.Bell.Ring, Depot.Clerk.Note, Depot.Docks.Take, Depot.Docks.LeaveAsync, Depot.Ledger.CloseAsync
        price.changed: Depot.Bell.Toll
        shelf.emptied: Depot.Alarm.Silence
        shift.started: 
        stock.taken: Depot.Bell.Chime, Depot.Contracts.Counter.Count
        """;

    [Theory]
    [InlineData("ambient")]
    [InlineData("created")]
    [InlineData("hosted")]
    public async Task Bus_OfAProgram_RunsTheHandlersOfAssembliesThatNothingHasTouched(string bus)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Depot.App.dll");

        var run = await ProgramRun.OfAsync(ProgramRun.DotNet, [program, bus], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("", run.Errors);
        Assert.Equal(Expected.ReplaceLineEndings("\n").Split('\n'), run.Succeeded().Lines);
    }

    /// <summary>The program references the office alone, and the office declares nothing itself.</summary>
    [Fact]
    public async Task Bus_OfAProgramWithoutTransitiveReferences_HasWhatALibraryInTheMiddleReferences()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Depot.Kiosk.dll");

        var run = await ProgramRun.OfAsync(ProgramRun.DotNet, [program], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("", run.Errors);
        Assert.Equal(
            [
                "goods.moved: Depot.Contracts.Counter.Count",
                "goods.returned: Depot.Contracts.Counter.Count",
                "invoice.written: Depot.Contracts.Counter.Count",
                "order.placed: Depot.Ledger.Open, Depot.Alarm.Ring, Depot.Bell.Ring, Depot.Docks.Take, Depot.Docks.LeaveAsync, Depot.Ledger.CloseAsync",
                "price.changed: Depot.Bell.Toll",
                "shelf.emptied: Depot.Alarm.Silence",
                "stock.taken: Depot.Bell.Chime, Depot.Contracts.Counter.Count",
            ],
            run.Succeeded().Lines);
    }
}
