using System.Diagnostics;
using System.Globalization;

namespace EventGen.Tests.Context;

/// <summary>What a handler leaves behind in its flow does not reach the next event, and nothing of the emitter's reaches a worker.</summary>
public sealed class LeakTests
{
    private static readonly AsyncLocal<string?> s_local = new();

    // One worker, so that the next event runs where the last one left something.
    private static readonly Action<EventBusOptions> s_oneWorker = static options => options.Workers = 1;

    private readonly CallLog _seen = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AsyncLocal_SetByAHandler_IsGoneForTheNextEvent(bool asynchronous) =>
        await AssertCleanAsync(asynchronous, static () => s_local.Value, static () => s_local.Value = "left behind");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Activity_StartedByAHandler_IsGoneForTheNextEvent(bool asynchronous) =>
        await AssertCleanAsync(asynchronous, static () => Activity.Current?.OperationName, static () => new Activity("left behind").Start());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Culture_SetByAHandler_IsGoneForTheNextEvent(bool asynchronous) =>
        await AssertCleanAsync(asynchronous, static () => CultureName, static () => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = LeftBehind());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AsyncLocalActivityAndCulture_OfTheEmitter_DoNotReachAWorker(bool asynchronous)
    {
        await using var bus = await TestBus.StartAsync(s_oneWorker);
        Subscribe(bus, asynchronous, static () => $"{s_local.Value}{Activity.Current?.OperationName}{CultureName}", static () => { });
        s_local.Value = "the emitter's";
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = LeftBehind();
        using var activity = new Activity("the emitter's").Start();

        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        await bus.DrainAsync();

        Assert.Equal(["1: "], _seen.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AsyncLocal_SetByAFailedAttempt_IsGoneForTheNextAttempt(bool asynchronous)
    {
        var clock = new ManualTimeProvider();
        await using var bus = await TestBus.StartAsync(options =>
        {
            options.TimeProvider = clock;
            options.Retry = new RetryPolicy { Attempts = 2, Jitter = false };
        });
        Subscribe(bus, asynchronous, static () => s_local.Value, static () =>
        {
            s_local.Value = "left behind";
            throw new InvalidOperationException();
        });

        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        await clock.WhenPendingAsync(asynchronous ? 2 : 1);
        clock.Advance(TimeSpan.FromSeconds(1));
        await bus.DrainAsync();

        Assert.Equal(["1: ", "1: "], _seen.Entries);
    }

    private static string CultureName => $"{CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator.Replace(".", "", StringComparison.Ordinal)}";

    // Made by hand: no culture but the invariant one is there in every runtime.
    private static CultureInfo LeftBehind() => new("") { NumberFormat = { NumberDecimalSeparator = "left behind" } };

    private async Task AssertCleanAsync(bool asynchronous, Func<string?> look, Action leave)
    {
        await using var bus = await TestBus.StartAsync(s_oneWorker);
        Subscribe(bus, asynchronous, look, leave);

        for (int i = 1; i <= 3; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await bus.DrainAsync();

        Assert.Equal(["1: ", "2: ", "3: "], _seen.Entries);
    }

    private void Subscribe(EventBus bus, bool asynchronous, Func<string?> look, Action leave)
    {
        if (asynchronous)
        {
            bus.Topic<Ping>().Subscribe(async (Ping ping) =>
            {
                _seen.Add($"{ping.Number}: {look()}");
                await Task.Yield();
                leave();
            });
            bus.Topic<Ping>().Subscribe((Ping _) =>
            {
                // Runs to its end before it is asynchronous, so that what it sets is the worker's own.
                leave();
                return ValueTask.CompletedTask;
            });
        }
        else
        {
            bus.Topic<Ping>().Subscribe((Ping ping) =>
            {
                _seen.Add($"{ping.Number}: {look()}");
                leave();
            });
        }
    }
}
