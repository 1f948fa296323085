using EventGen.Testing.Tests.Shop;

namespace EventGen.Testing.Tests;

public sealed class AssertionTests
{
    [Fact]
    public async Task Assertions_OfWhatHappened_ReturnIt()
    {
        await using var bus = await RunAsync();

        Assert.Equal(new OrderPlaced("c-7", 42m), bus.AssertEmitted<OrderPlaced>(static order => order.Total > 1m));
        Assert.Equal(new OrderPlaced("c-7", 42m), bus.AssertHandled<OrderPlaced>("receipts"));
        Assert.Equal("order.placed", bus.AssertPublished<OrderPlaced>("archive").EventId);
        Assert.Equal("receipts", bus.AssertFailed<OrderPlaced>().Handler);
        bus.AssertNotEmitted<OrderPlaced>(static order => order.Total > 42m);
        bus.AssertNotEmitted<Tick>();
    }

    [Fact]
    public async Task Assertions_OfWhatDidNotHappen_SayWhatDid()
    {
        await using var bus = await RunAsync();
        const string Happened =
            """
             What has happened:
              emitted order.placed: OrderPlaced { Customer = c-7, Total = 42 }
              handled order.placed by audit: OrderPlaced { Customer = c-7, Total = 42 }
              emitted receipt.sent: ReceiptSent { Customer = c-7 }
              handled order.placed by receipts: OrderPlaced { Customer = c-7, Total = 42 }
              published order.placed to archive: {"Customer":"c-7","Total":42}
              emitted order.placed: OrderPlaced { Customer = c-8, Total = -1 }
              handled order.placed by audit: OrderPlaced { Customer = c-8, Total = -1 }
              published order.placed to archive: {"Customer":"c-8","Total":-1}
              failed order.placed, attempt 1: Handler 'receipts' failed on event 'order.placed': InvalidOperationException: a negative total
            """;

        Assert.All(
            new (string Expected, Action Assertion)[]
            {
                ("order.placed was to be emitted such that static order => order.Total > 42m.", () => bus.AssertEmitted<OrderPlaced>(static order => order.Total > 42m)),
                ("tick was to be emitted.", () => bus.AssertEmitted<Tick>()),
                ("order.placed was not to be emitted.", () => bus.AssertNotEmitted<OrderPlaced>()),
                ("order.placed was to be handled by nobody. The event has no handler 'nobody'; there are: audit, receipts.", () => bus.AssertHandled<OrderPlaced>("nobody")),
                ("order.placed was to be handled 2 times by recepits, but was 0 times. The event has no handler 'recepits'; did you mean 'receipts'?", () => bus.AssertHandled<OrderPlaced>(times: 2, "recepits")),
                ("receipt.sent was to be published.", () => bus.AssertPublished<ReceiptSent>()),
                ("order.placed was to be published to redis.", () => bus.AssertPublished<OrderPlaced>("redis")),
                ("A handler or publisher of receipt.sent was to fail.", () => bus.AssertFailed<ReceiptSent>()),
                ("Nothing was to fail.", bus.AssertNoFailures),
            },
            static failing => Assert.Equal(failing.Expected + Happened, Assert.Throws<EventAssertionException>(failing.Assertion).Message, ignoreLineEndingDifferences: true));
    }

    [Fact]
    public async Task Assertions_OfABusThatDidNothing_SaySo()
    {
        await using var bus = await TestEventBus.StartNewAsync();

        Assert.Equal("tick was to be emitted. Nothing has happened.", Assert.Throws<EventAssertionException>(() => bus.AssertEmitted<Tick>()).Message);
    }

    [Fact]
    public async Task Assertions_OfABusThatDidMuch_ShowItsEnd()
    {
        await using var bus = await TestEventBus.StartNewAsync();
        for (int i = 1; i <= 60; i++) bus.Topic<Tick>().Emit(new Tick(i));

        string message = Assert.Throws<EventAssertionException>(() => bus.AssertEmitted<ReceiptSent>()).Message;

        Assert.Contains("What has happened (the last 50 of 60):\n  emitted tick: Tick { Number = 11 }\n", message, StringComparison.Ordinal);
        Assert.EndsWith("Tick { Number = 60 }", message, StringComparison.Ordinal);
    }

    private static async Task<TestEventBus> RunAsync()
    {
        var bus = await TestEventBus.StartNewAsync();
        await bus.Topic<OrderPlaced>().InvokeAsync(new OrderPlaced("c-7", 42m));
        await Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<OrderPlaced>().InvokeAsync(new OrderPlaced("c-8", -1m)).AsTask());
        await bus.WhenIdleAsync();
        return bus;
    }
}
