using System.Diagnostics;
using System.Globalization;

namespace EventGen.Tests.Queueing;

/// <summary>Nothing leaks from one queued event to the next, nor from an emitter into a handler.</summary>
public sealed class QueuedIsolationTests
{
    private static readonly AsyncLocal<string?> s_local = new();

    private readonly CallLog _calls = new();

    [Fact]
    public async Task SynchronousHandler_LeavesNothingToTheNextEvent()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        bus.Topic<Ping>().Subscribe(_ =>
        {
            _calls.Add(Describe());
            Pollute();
        });

        for (int i = 0; i < 3; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await bus.DrainAsync();

        Assert.Equal(["nothing", "nothing", "nothing"], _calls.Entries);
    }

    [Fact]
    public async Task AsynchronousHandler_LeavesNothingToTheNextEvent()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            _calls.Add(Describe());
            Pollute();
            await Task.Yield();
            Pollute();
        });

        for (int i = 0; i < 3; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await bus.DrainAsync();

        Assert.Equal(["nothing", "nothing", "nothing"], _calls.Entries);
    }

    [Fact]
    public async Task TaskHandlerThatIsNotAsync_LeavesNothingToTheNextEvent()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        bus.Topic<Ping>().Subscribe(_ =>
        {
            _calls.Add(Describe());
            Pollute();
            return Task.CompletedTask;
        });

        for (int i = 0; i < 3; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await bus.DrainAsync();

        Assert.Equal(["nothing", "nothing", "nothing"], _calls.Entries);
    }

    [Fact]
    public async Task IdleWorker_HasForgottenTheLastEvent()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        bus.Topic<Ping>().Subscribe(_ =>
        {
            _calls.Add(Describe());
            Pollute();
        });

        for (int i = 1; i <= 3; i++)
        {
            await bus.Topic<Ping>().EmitAsync(new Ping(i));
            await Eventually.EqualAsync(i, () => _calls.Entries.Length);
        }

        await bus.DrainAsync();
        Assert.Equal(["nothing", "nothing", "nothing"], _calls.Entries);
    }

    [Fact]
    public async Task Emitter_AndStarter_LeaveTheirAsyncLocalsOutsideOfTheQueue()
    {
        await using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe(_ => LogAsync());
        await Task.Run(
            async () =>
            {
                Pollute();
                await bus.StartAsync();
                await bus.Topic<Ping>().EmitAsync(new Ping(1));
                bus.Topic<Ping>().Emit(new Ping(2));
            },
            TestContext.Current.CancellationToken);
        await bus.DrainAsync();

        Assert.Equal(["nothing", "nothing"], _calls.Entries);
    }

    [Fact]
    public async Task MetadataThatAHandlerPushedAndForgot_DoesNotReachTheNextEvent()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        bus.Topic<Ping>().Subscribe(_ =>
        {
            bus.Topic<Pong>().Emit(new Pong());
            EventMetadata.Push(userId: "forgotten");
        });
        bus.Topic<Pong>().Subscribe((_, context) => _calls.Add(context.Metadata.UserId ?? "nobody"));

        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        await bus.Topic<Ping>().EmitAsync(new Ping(2));
        await bus.DrainAsync();

        Assert.Equal(["nobody", "nobody"], _calls.Entries);
    }

    [Fact]
    public async Task CauseOfAnEvent_DoesNotReachTheNextEvent()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        bus.Topic<Ping>().Subscribe((_, _) => { });
        bus.Topic<ValuePayloadEvent>().Subscribe(_ => bus.Topic<Pong>().Emit(new Pong()));
        bus.Topic<Pong>().Subscribe((_, context) => _calls.Add(context.Metadata.CausationId ?? "no cause"));

        await bus.Topic<Ping>().EmitAsync(new Ping());
        await bus.Topic<ValuePayloadEvent>().EmitAsync(default);
        await bus.DrainAsync();

        Assert.Equal(["no cause"], _calls.Entries);
    }

    private async Task LogAsync()
    {
        _calls.Add(Describe());
        await Task.Yield();
    }

    private static void Pollute()
    {
        s_local.Value = "left behind";
        new Activity("left behind").Start();
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = "!";
        CultureInfo.CurrentCulture = culture;
    }

    private static string Describe() =>
        (s_local.Value, Activity.Current, CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator) is (null, null, ".")
            ? "nothing"
            : $"{s_local.Value} {Activity.Current?.OperationName} {CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator}";
}
