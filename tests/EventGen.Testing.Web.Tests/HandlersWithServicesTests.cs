using WebShop;

namespace EventGen.Testing.Web.Tests;

public sealed class HandlersWithServicesTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WithoutHandlersOf_AClassThatNeedsServices_StartsWithoutThem()
    {
        await using var bus = await TestEventBus.StartNewAsync(static builder => builder.WithoutHandlersOf<Packing>(), Aborted);

        await bus.Topic<BasketPlaced>().InvokeAsync(new BasketPlaced(1), Aborted);

        Assert.Empty(bus.Handled<BasketPlaced>());
    }

    [Fact]
    public async Task ReplaceHandler_OfAClassThatNeedsServices_StartsWithoutThem()
    {
        int packed = 0;
        await using var bus = await TestEventBus.StartNewAsync(
            builder => builder.ReplaceHandler<BasketPlaced>("packing", basket => packed += basket.Id), Aborted);

        await bus.Topic<BasketPlaced>().InvokeAsync(new BasketPlaced(5), Aborted);

        Assert.Equal(5, packed);
    }
}
