using EventGen.TestKit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using WebShop;

namespace EventGen.Testing.Web.Tests;

public sealed class WebApplicationTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("orders", false)]
    [InlineData("injected", false)]
    [InlineData("till", false)]
    [InlineData("orders", true)]
    [InlineData("injected", true)]
    public async Task UseTestEventBus_RecordsWhatRequestsEmit(string path, bool kestrel)
    {
        await using var factory = Create(kestrel: kestrel);
        using var client = factory.CreateClient();
        var bus = factory.Services.GetRequiredService<TestEventBus>();

        using var response = await client.PostAsync($"/{path}/7", null, Aborted);
        response.EnsureSuccessStatusCode();
        await bus.WhenIdleAsync(Aborted);

        Assert.Equal(new BasketPlaced(7), Assert.Single(bus.AssertEmitted<BasketPlaced>(times: 1)));
        bus.AssertHandled<BasketPlaced>("packing");
        bus.AssertEmitted<BasketPacked>(static packed => packed.Id == 7);
        bus.AssertPublished<BasketPlaced>("broker");
        Assert.Equal(1, factory.Services.GetRequiredService<Till>().Packed);
        bus.AssertNoFailures();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UseTestEventBus_InHostsThatRunAtTheSameTime_RecordsInEachItsOwn(bool kestrel)
    {
        const int Hosts = 4, Requests = 25;
        var all = new AsyncBarrier(Hosts);

        await Task.WhenAll(Enumerable.Range(1, Hosts).Select(host => Task.Run(
            async () =>
            {
                await using var factory = Create(kestrel: kestrel);
                using var client = factory.CreateClient();
                var bus = factory.Services.GetRequiredService<TestEventBus>();
                await all.SignalAndWaitAsync();   // every host runs

                int[] ids = [.. Enumerable.Range(host * 1000, Requests)];
                await Parallel.ForEachAsync(ids, Aborted, async (id, token) =>
                {
                    using var response = await client.PostAsync($"/orders/{id}", null, token);
                    response.EnsureSuccessStatusCode();
                });
                factory.Services.GetRequiredService<Opening>().Knock.SetResult();
                await bus.WaitForAsync<ShopOpened>(static opened => opened.By == "work", Aborted);
                await bus.WhenIdleAsync(Aborted);

                Assert.Equal(ids, bus.Emitted<BasketPlaced>().Select(static placed => placed.Id).Order());
                Assert.Equal(ids, bus.Emitted<BasketPacked>().Select(static packed => packed.Id).Order());
                Assert.Equal(["start", "work"], bus.Emitted<ShopOpened>().Select(static opened => opened.By));
                await all.SignalAndWaitAsync();   // none stops before the others have looked
            },
            Aborted)));
    }

    [Fact]
    public async Task UseTestEventBus_WithHandlersReplacedAndLeftOut_RunsTheOthers()
    {
        var packed = new List<int>();
        await using var factory = Create(builder => builder.ReplaceHandler<BasketPlaced>("packing", basket => packed.Add(basket.Id)));
        using var client = factory.CreateClient();
        var bus = factory.Services.GetRequiredService<TestEventBus>();

        using var response = await client.PostAsync("/orders/3", null, Aborted);
        await bus.WhenIdleAsync(Aborted);

        Assert.Equal([3], packed);
        bus.AssertHandled<BasketPlaced>("packing");
        bus.AssertNotEmitted<BasketPacked>();
        Assert.Equal(0, factory.Services.GetRequiredService<Till>().Packed);
    }

    [Fact]
    public async Task Factory_ThatIsDisposed_StopsItsBus()
    {
        var factory = Create();
        var bus = factory.Services.GetRequiredService<TestEventBus>();

        await factory.DisposeAsync();

        await Assert.ThrowsAsync<EventBusStoppedException>(() => bus.Topic<BasketPlaced>().EmitAsync(new BasketPlaced(1), Aborted).AsTask());
    }

    private static WebApplicationFactory<Program> Create(Action<EventBusBuilder>? configure = null, bool kestrel = false)
    {
        var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseEnvironment("Testing")
            .ConfigureTestServices(services => services.UseTestEventBus(configure)));
        if (kestrel) factory.UseKestrel(static options => options.Listen(System.Net.IPAddress.Loopback, 0));
        return factory;
    }
}
