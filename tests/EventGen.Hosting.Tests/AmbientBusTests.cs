using EventGen.Hosting.Tests.Shop;
using EventGen.Hosting.Tests.Support;
using EventGen.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventGen.Hosting.Tests;

public sealed class AmbientBusTests(FirstHost first)
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public void Start_AfterAnAmbientBusWasInUse_TakesItsPlaceAndWarns()
    {
        Assert.NotSame(first.MadeOnFirstUse, first.Hosted);
        Assert.Same(first.Hosted, first.CurrentWhileItRan);
        Assert.Single(first.Log, static entry => entry is { Category: "EventGen", Level: LogLevel.Warning, Id: 30 });
    }

    [Fact]
    public async Task Start_WithNoAmbientBusMadeBefore_DoesNotWarn()
    {
        var log = new LogRecorder();
        var builder = ShopHost.CreateBuilder();
        builder.Logging.AddProvider(log);
        builder.AddShop();
        using var host = await builder.StartAsync();

        Assert.DoesNotContain(log.Entries, static entry => entry.Id == 30);
    }

    [Fact]
    public async Task Accessors_WhileTheHostRuns_MeanItsBus()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        using var host = await builder.StartAsync();

        Assert.Same(host.Bus(), EventBus.Current);
        Assert.Same(host.Bus().Topic<TextEvent>(), Events.Text);
        List<string> heard = [];
        using var subscription = Events.Text.Subscribe(e => heard.Add(e.Text));
        Events.Text.Emit(text: "from its parts");
        Assert.Equal(["from its parts"], heard);
    }

    [Fact]
    public async Task Start_ThatTheApplicationsStopCancels_LeavesABusThatEndsWhatFollows()
    {
        var builder = ShopHost.CreateBuilder();
        var away = new AwayTransport();
        builder.AddShop().AddPublisher(away);
        using var host = builder.Build();

        var start = host.StartAsync(Aborted);
        await away.Reached;
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Deadline.WithinAsync(Record.ExceptionAsync(() => start).AsTask(), "the start");

        // What a program does between its start and its stop.
        Assert.Same(host.Bus(), EventBus.Current);
        await using var stream = Events.Text.Stream();
        await host.StopAsync(Aborted);
        await foreach (var e in stream) Assert.Fail($"It is stopped, and streams {e}.");
    }

    // One that does not connect: the start of its bus waits for it.
    private sealed class AwayTransport : IEventTransport
    {
        private readonly TaskCompletionSource _reached = new();

        public Task Reached => _reached.Task;

        public string Name => "away";

        public async ValueTask StartAsync(MessageReceiver receiver, CancellationToken cancellationToken)
        {
            _reached.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        public ValueTask StopReceivingAsync(CancellationToken cancellationToken) => default;

        public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken) => default;

        public ValueTask DisposeAsync() => default;
    }

    [Fact]
    public async Task Accessors_AfterTheHostHasStopped_Throw()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        using var host = await builder.StartAsync();

        await host.StopAsync(Aborted);

        Assert.Throws<EventBusStoppedException>(static () => Events.Text.Emit(new TextEvent("late")));
    }

    [Fact]
    public async Task Accessors_InAHandlerOfAnotherBus_WhileAHostHasTheNullBus_MeanThatBus()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        builder.Services.AddSingleton(EventBus.Null);
        using var host = await builder.StartAsync();
        Assert.Same(EventBus.Null, Events.Text.Bus);

        await AssertHandlersSeeTheirOwnBusAsync();
    }

    [Fact]
    public async Task Accessors_InAHandlerOfAnotherBus_MeanThatBus()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        using var host = await builder.StartAsync();
        Assert.Same(host.Bus(), Events.Text.Bus);

        await AssertHandlersSeeTheirOwnBusAsync();
    }

    [Fact]
    public async Task Accessors_WhenAHostStartsWhileAnotherDrains_MeanTheBusOfTheHandlerAfterwardsToo()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        using var leaving = await builder.StartAsync();
        var gate = new AsyncGate();
        leaving.Bus().Topic<TextEvent>().Subscribe(async (TextEvent _) => await gate.PassAsync());
        await leaving.Bus().Topic<TextEvent>().EmitAsync(new TextEvent("last"), Aborted);
        await gate.Reached;
        var left = leaving.StopAsync(Aborted);
        await Eventually.TrueAsync(() => leaving.Bus().GetHealth().Status == EventBusStatus.Unhealthy);

        builder = ShopHost.CreateBuilder();
        builder.AddShop();
        using var coming = await builder.StartAsync();
        gate.Open();
        await left;

        Assert.Same(coming.Bus(), Events.Text.Bus);
        await AssertHandlersSeeTheirOwnBusAsync();
    }

    private static async Task AssertHandlersSeeTheirOwnBusAsync()
    {
        await using var bus = EventBus.Create(static other => other.AddModule(EventGenHostingTestsEventModule.Instance));
        Assert.NotSame(bus, Events.Text.Bus);
        EventBus? seen = null;
        bus.Topic<TextEvent>().Subscribe((TextEvent _) => { seen = Events.Text.Bus; });

        bus.Topic<TextEvent>().Emit(new TextEvent("here"));

        Assert.Same(bus, seen);
    }
}
