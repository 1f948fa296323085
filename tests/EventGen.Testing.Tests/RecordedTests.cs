using System.Text;
using EventGen.TestKit;
using EventGen.Testing.Tests.Shop;

namespace EventGen.Testing.Tests;

public sealed class RecordedTests
{
    public static TheoryData<string> Calls => ["Emit", "InvokeAsync", "EmitAsync", "TryEnqueue"];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Bus_RecordsWhatWasEmittedHandledAndPublished_WhicheverCallItWas(string call)
    {
        await using var bus = await TestEventBus.StartNewAsync();

        await CallAsync(bus, call, new OrderPlaced("c-7", 42m));
        await bus.WhenIdleAsync();

        Assert.Equal([new OrderPlaced("c-7", 42m)], bus.Emitted<OrderPlaced>());
        // A worker may be done with "receipts" before an emit has run "audit".
        Assert.Equal(
            [new(new("c-7", 42m), "audit"), new(new("c-7", 42m), "receipts")],
            bus.Handled<OrderPlaced>().OrderBy(static handled => handled.Handler, StringComparer.Ordinal));
        Assert.Equal([new ReceiptSent("c-7")], bus.Emitted<ReceiptSent>());
        var (publisher, message) = Assert.Single(bus.Published<OrderPlaced>());
        Assert.Equal(("archive", """{"Customer":"c-7","Total":42}"""), (publisher, Encoding.UTF8.GetString(message.Payload.Span)));
        Assert.Empty(bus.Failed<OrderPlaced>());
        bus.AssertNoFailures();
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Bus_RecordsAFailureOnce_WhicheverCallItWas(string call)
    {
        await using var bus = await TestEventBus.StartNewAsync();

        await CallAsync(bus, call, new OrderPlaced("c-7", -1m));
        await bus.WhenIdleAsync();

        var failure = Assert.Single(bus.Failed<OrderPlaced>());
        Assert.Equal(("receipts", "a negative total"), (failure.Handler, failure.Exception.Message));
        Assert.Equal(["audit"], bus.Handled<OrderPlaced>().Select(static handled => handled.Handler));
        Assert.Single(bus.Published<OrderPlaced>());
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Bus_RecordsRunTimeSubscribers_AndEventsThatAreStructs(string call)
    {
        await using var bus = await TestEventBus.StartNewAsync();
        bus.Topic<Tick>().Subscribe(Count);

        await CallAsync(bus, call, new Tick(3));
        await bus.WhenIdleAsync();

        Assert.Equal([new Tick(3)], bus.Emitted<Tick>());
        Assert.EndsWith(nameof(Count), Assert.Single(bus.Handled<Tick>()).Handler, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bus_DoesNotRecordAnEmitThatWasRefused()
    {
        await using var bus = TestEventBus.Create(static builder => builder.Configure(static options => (options.QueueCapacity, options.WhenQueueFull) = (1, QueueFullMode.Reject)));
        Assert.True(bus.Topic<Tick>().TryEnqueue(new Tick(1)));

        Assert.False(bus.Topic<Tick>().TryEnqueue(new Tick(2)));
        await Assert.ThrowsAsync<EventQueueFullException>(() => bus.Topic<Tick>().EmitAsync(new Tick(3)).AsTask());
        Assert.Throws<EventQueueFullException>(() => bus.Topic<OrderPlaced>().Emit(new OrderPlaced("c-1", 1m)));

        Assert.Equal([new Tick(1)], bus.Emitted<Tick>());
        Assert.Empty(bus.Emitted<OrderPlaced>());
    }

    [Fact]
    public async Task Bus_SendsThroughAPublisherOfTheTest_AndRecordsOnlyWhatItHasSent()
    {
        var archive = new MemoryPublisher("archive");
        await using var bus = await TestEventBus.StartNewAsync(builder => builder.AddPublisher(archive));

        await bus.Topic<OrderPlaced>().InvokeAsync(new OrderPlaced("c-7", 1m));

        Assert.Same(Assert.Single(archive.Messages), bus.AssertPublished<OrderPlaced>("archive"));
    }

    [Fact]
    public async Task Bus_PutInForce_IsWhatAccessorsMean()
    {
        await using var bus = await TestEventBus.StartNewAsync();

        using (bus.Use()) Events.ReceiptSent.Emit(new ReceiptSent("c-1"));

        Assert.Equal([new ReceiptSent("c-1")], bus.Emitted<ReceiptSent>());
    }

    [Fact]
    public async Task Clear_ForgetsWhatHasHappened()
    {
        await using var bus = await TestEventBus.StartNewAsync();
        bus.Topic<Tick>().Emit(new Tick(1));

        bus.Clear();

        Assert.Empty(bus.Emitted<Tick>());
    }

    [Fact]
    public async Task Bus_RecordsEverythingOfManyEmitters()
    {
        await using var bus = await TestEventBus.StartNewAsync();
        bus.Topic<Tick>().Subscribe(async (Tick _) => await Task.Yield());

        await Deadline.WithinAsync(Parallel.ForAsync(0, 500, async (i, token) => await bus.Topic<Tick>().EmitAsync(new Tick(i), token)), "the emitters");
        await bus.WhenIdleAsync();

        Assert.Equal(Enumerable.Range(0, 500), bus.Emitted<Tick>().Select(static tick => tick.Number).Order());
        Assert.Equal(Enumerable.Range(0, 500), bus.Handled<Tick>().Select(static handled => handled.Payload.Number).Order());
    }

    private static void Count(Tick tick) => GC.KeepAlive(tick);

    private static async Task CallAsync<T>(TestEventBus bus, string call, T payload)
    {
        var topic = bus.Topic<T>();
        switch (call)
        {
            case "Emit":
                topic.Emit(payload);
                break;
            case "EmitAsync":
                await topic.EmitAsync(payload);
                break;
            case "TryEnqueue":
                Assert.True(topic.TryEnqueue(payload));
                break;
            default:
                try
                {
                    await topic.InvokeAsync(payload);
                }
                catch (EventDispatchException)
                {
                    // Recorded as well.
                }

                break;
        }
    }
}
