namespace EventGen.Tests.Delivery;

/// <summary>Events that wait for their next attempt: what they hold, what they keep waiting, and what the drain does with them.</summary>
public sealed class PendingRetryTests : RetryTestBase
{
    [Fact]
    public async Task Wait_HoldsNoWorkerAndNoPlaceInTheQueue()
    {
        await using var bus = await StartAsync(options => (options.Workers, options.QueueCapacity) = (1, 1));
        var done = new AsyncGate();
        done.Open();
        bus.Topic<Ping>().Subscribe(_ => done.PassAsync());

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: Fail));
        await Clock.WhenPendingAsync(1);
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await done.Reached;

        Assert.Equal((0, 1), (bus.GetHealth().QueueLength, bus.GetHealth().Retrying));
        await bus.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task Block_KeepsTheKeysFollowersWaiting_AndNoOtherKeys()
    {
        await using var bus = await StartAsync();
        FailuresToCome = 1;

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: Fail));
        await Clock.WhenPendingAsync(1);
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(2, declared: Note("follower")));
        var other = new AsyncGate();
        other.Open();
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(new RetryingHandlersEvent("other", 3, new RetryingHandlersWork { Declared = _ => other.Pass() }));
        await other.Reached;
        Assert.Equal(["declared 1"], Calls.Entries);

        await PassAsync(bus, Second);
        await bus.DrainAsync();

        Assert.Equal(["declared 1", "declared 2", "follower 1"], Calls.Entries);
    }

    [Fact]
    public async Task Block_OfSeveralHandlers_EndsWithTheLast()
    {
        await using var bus = await StartAsync();

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(
            1,
            declared: context =>
            {
                if (context.Attempt == 1) throw new InvalidOperationException();
                Calls.Add("declared");
            },
            picky: context =>
            {
                if (context.Attempt < 3) throw new IOException();
                Calls.Add("picky");
            }));
        await Clock.WhenPendingAsync(2);
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(2, declared: Note("follower")));
        await PassAsync(bus, Second);
        await Eventually.TrueAsync(() => Calls.Entries.Contains("declared"));
        await PassAsync(bus, TimeSpan.FromSeconds(2));
        await bus.DrainAsync();

        Assert.Equal(["declared", "picky", "follower 1"], Calls.Entries);
    }

    [Fact]
    public async Task Park_LetsTheKeysFollowersGoOn()
    {
        await using var bus = await StartAsync();
        var follower = new AsyncGate();
        follower.Open();

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, parked: context =>
        {
            if (context.Attempt == 1) throw new InvalidOperationException();
            Calls.Add("parked again");
        }));
        await Clock.WhenPendingAsync(1);
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(2, declared: _ => follower.Pass(), parked: Note("follower")));
        await follower.Reached;
        await PassAsync(bus, TimeSpan.FromSeconds(5));
        await bus.DrainAsync();

        Assert.Equal(["follower 1", "parked again"], Calls.Entries);
    }

    [Fact]
    public async Task WhatFailsBeyondThePendingLimit_BecomesADeadLetterAtOnce()
    {
        await using var bus = await StartAsync(static options => options.MaxPendingRetries = 2);

        for (int i = 0; i < 3; i++) await bus.Topic<RetryingHandlersEvent>().EmitAsync(new RetryingHandlersEvent($"{i}", i, new RetryingHandlersWork { Declared = Fail }));
        await Eventually.EqualAsync(1, () => bus.DeadLetters.Count);

        Assert.Equal(2, bus.GetHealth().Retrying);
        await bus.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task Drain_WaitsForWhatWaits()
    {
        await using var bus = await StartAsync();
        FailuresToCome = 1;
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: Fail));
        await Clock.WhenPendingAsync(1);

        Task<DrainReport> stop = bus.StopAsync();
        await Clock.WhenPendingAsync(2);
        Assert.False(stop.IsCompleted);
        Clock.Advance(Second);
        var report = await Deadline.WithinAsync(stop, "the drain");

        Assert.True(report.IsComplete, report.ToString());
        Assert.Equal(["declared 1", "declared 2"], Calls.Entries);
    }

    [Fact]
    public async Task DrainThatIsGivenUp_ReportsWhatWaits_AndKeepsItAsDeadLetters()
    {
        await using var bus = await StartAsync();
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: Fail));
        await Clock.WhenPendingAsync(1);
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(2));

        var report = await Deadline.WithinAsync(bus.StopAsync(new CancellationToken(canceled: true)), "the drain");

        Assert.Equal((1, 1), (report.Retrying["retrying.handlers"], report.Undelivered["retrying.handlers"]));
        Assert.Equal("1 x retrying.handlers never handled, 1 x retrying.handlers not attempted again", report.ToString());
        Assert.Single(await bus.DeadLetters.ListAsync());
    }
}
