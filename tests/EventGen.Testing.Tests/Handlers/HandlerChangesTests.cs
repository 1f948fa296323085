using EventGen.Testing.Tests.Shop;

namespace EventGen.Testing.Tests.Handlers;

public sealed class HandlerChangesTests
{
    private static readonly OrderPlaced s_order = new("c-7", 42m);

    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WithoutHandlers_OfAName_RunsTheOthers()
    {
        await using var bus = await TestEventBus.StartNewAsync(static builder => builder.WithoutHandlers("receipts"), Aborted);

        await bus.Topic<OrderPlaced>().InvokeAsync(s_order, Aborted);

        Assert.Equal(["audit"], bus.Handled<OrderPlaced>().Select(static handled => handled.Handler));
        Assert.Equal(["audit"], bus.Topic<OrderPlaced>().Descriptor.Handlers);
        bus.AssertNotEmitted<ReceiptSent>();
    }

    [Fact]
    public async Task WithoutHandlersOf_AClass_RunsTheOthers()
    {
        await using var bus = await TestEventBus.StartNewAsync(static builder => builder.WithoutHandlersOf(typeof(Audit)), Aborted);

        bus.Topic<OrderPlaced>().Emit(s_order);
        await bus.WhenIdleAsync(Aborted);

        Assert.Equal(["receipts"], bus.Handled<OrderPlaced>().Select(static handled => handled.Handler));
    }

    [Fact]
    public async Task WithoutHandlers_AtAll_KeepsSubscribers()
    {
        await using var bus = await TestEventBus.StartNewAsync(static builder => builder.WithoutHandlers(), Aborted);
        var seen = new List<OrderPlaced>();
        bus.Topic<OrderPlaced>().Subscribe(seen.Add);

        await bus.Topic<OrderPlaced>().InvokeAsync(s_order, Aborted);

        Assert.Equal([s_order], seen);
        Assert.DoesNotContain(bus.Handled<OrderPlaced>(), static handled => handled.Handler is "audit" or "receipts");
        bus.AssertPublished<OrderPlaced>("archive");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReplaceHandler_CallsTheReplacementUnderTheHandlersName(bool invoke)
    {
        var seen = new List<OrderPlaced>();
        await using var bus = await TestEventBus.StartNewAsync(
            builder => builder.ReplaceHandler<OrderPlaced>("audit", seen.Add).ReplaceHandler<OrderPlaced>("receipts", async (order, token) =>
            {
                await Task.Delay(1, token);
                seen.Add(order);
            }),
            Aborted);

        if (invoke) await bus.Topic<OrderPlaced>().InvokeAsync(s_order, Aborted);
        else await bus.Topic<OrderPlaced>().EmitAsync(s_order, Aborted);
        await bus.WhenIdleAsync(Aborted);

        Assert.Equal([s_order, s_order], seen);
        Assert.Equal(["audit", "receipts"], bus.Handled<OrderPlaced>().Select(static handled => handled.Handler));
        bus.AssertNotEmitted<ReceiptSent>();
    }

    [Fact]
    public async Task ReplaceHandler_ThatFails_IsTheHandlersFailure()
    {
        await using var bus = await TestEventBus.StartNewAsync(
            static builder => builder.ReplaceHandler<OrderPlaced>("receipts", static _ => throw new InvalidOperationException("paper jam")), Aborted);

        await bus.Topic<OrderPlaced>().EmitAsync(s_order, Aborted);
        await bus.WhenIdleAsync(Aborted);

        Assert.Equal(("receipts", "paper jam"), (bus.AssertFailed<OrderPlaced>().Handler, bus.AssertFailed<OrderPlaced>().Exception.Message));
    }

    [Fact]
    public async Task GroupHandlers_RunOnATestBus_AndCanBeLeftOutAndReplaced()
    {
        var seen = new List<INoteEvent>();
        await using var all = await TestEventBus.StartNewAsync(cancellationToken: Aborted);
        await using var none = await TestEventBus.StartNewAsync(static builder => builder.WithoutHandlers("notes"), Aborted);
        await using var replaced = await TestEventBus.StartNewAsync(builder => builder.ReplaceHandler<INoteEvent>("notes", seen.Add), Aborted);

        foreach (var bus in new[] { all, none, replaced }) await bus.Topic<NoteTaken>().InvokeAsync(new NoteTaken("n"), Aborted);

        Assert.Equal(["margin", "notes"], all.Handled<NoteTaken>().Select(static handled => handled.Handler).Order());
        Assert.Equal(["margin"], none.Handled<NoteTaken>().Select(static handled => handled.Handler));
        Assert.Equal(["margin", "notes"], replaced.Handled<NoteTaken>().Select(static handled => handled.Handler).Order());
        Assert.Equal([new NoteTaken("n")], seen);
        Assert.Equal(["margin", "notes"], all.Topic<NoteTaken>().Descriptor.Handlers.Order());
    }

    [Fact]
    public void NamesThatAreNone_AreRefusedAllAtOnce()
    {
        var thrown = Assert.Throws<ArgumentException>(static () => TestEventBus.Create(static builder => builder
            .WithoutHandlers("receipt")
            .WithoutHandlersOf<HandlerChangesTests>()
            .ReplaceHandler<Tick>("audit", static _ => { })
            .ReplaceHandler<NoteTaken>("margins", static _ => { })
            .ReplaceHandler<NoteTaken>("parcels", static _ => { })));

        Assert.Equal(
            "'receipt' is no handler of this bus; did you mean 'receipts'? 'EventGen.Testing.Tests.Handlers.HandlerChangesTests' has no handlers on this bus. "
            + "'audit' is no handler of EventGen.Testing.Tests.Shop.Tick on this bus; there is one of that name for EventGen.Testing.Tests.Shop.OrderPlaced. "
            + "'margins' is no handler of EventGen.Testing.Tests.Shop.NoteTaken on this bus; did you mean 'margin'? "
            + "'parcels' is no handler of EventGen.Testing.Tests.Shop.NoteTaken on this bus; there are: margin.",
            thrown.Message);
    }
}
