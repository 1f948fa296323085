using EventGen.Tests.Publishing;

namespace EventGen.Tests.Behaviour;

/// <summary>How a bus ends.</summary>
public sealed class EndTests
{
    public static TheoryData<EmitCall> Calls => [.. Enum.GetValues<EmitCall>()];

    [Fact]
    public async Task Dispose_ThreeTimes_IsAsOnce()
    {
        var publisher = new FailingPublisher("first") { IsDown = false };
        var bus = await TestBus.StartAsync(publishers: [publisher]);

        await bus.DisposeAsync();
        bus.Dispose();
        await bus.DisposeAsync();

        Assert.Equal(1, publisher.Disposals);
    }

    [Fact]
    public async Task Dispose_WhileAPublisherPublishes_WaitsForIt()
    {
        var gate = new AsyncGate();
        var bus = await TestBus.StartAsync(publishers: [new GatedPublisher("first", gate)]);
        for (int i = 0; i < 20; i++) await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(i));
        await gate.Reached;

        var end = bus.DisposeAsync().AsTask();
        Assert.False(end.IsCompleted);
        gate.Open();

        await Deadline.WithinAsync(end, "the bus to end");
        Assert.Equal(20, gate.Arrivals);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Emit_AfterDispose_Throws(EmitCall call)
    {
        var bus = await TestBus.StartAsync();
        await bus.DisposeAsync();

        var thrown = await Assert.ThrowsAsync<EventBusStoppedException>(() => bus.Topic<Ping>().EmitByAsync(call, new Ping()));

        Assert.Contains("ping", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_RacingTheEnd_IsTakenOrRefused()
    {
        for (int round = 0; round < 15; round++)
        {
            var bus = await TestBus.StartAsync();
            var together = new Barrier(2);
            var subscribing = Task.Run(() =>
            {
                together.SignalAndWait();
                int taken = 0;
                try
                {
                    for (; taken < 1000; taken++) bus.Topic<Ping>().Subscribe(static (Ping _) => { });
                }
                catch (EventBusStoppedException)
                {
                    // Refused, as all after it.
                }

                return taken;
            });

            together.SignalAndWait();
            await bus.DisposeAsync();

            Assert.Equal(await Deadline.WithinAsync(subscribing, "the subscriber"), bus.Topic<Ping>().SubscriberCount);
            Assert.Throws<EventBusStoppedException>(() => bus.Topic<Ping>().Subscribe(static (Ping _) => { }));
        }
    }

    [Fact]
    public async Task Emit_RacingTheEnd_IsHandledOrRefused()
    {
        for (int round = 0; round < 15; round++)
        {
            var bus = await TestBus.StartAsync();
            int handled = 0;
            bus.Topic<Ping>().Subscribe(async (Ping _) =>
            {
                await Task.Yield();
                Interlocked.Increment(ref handled);
            });
            var together = new Barrier(2);
            var emitting = Task.Run(async () =>
            {
                together.SignalAndWait();
                int accepted = 0;
                try
                {
                    while (true)
                    {
                        await bus.Topic<Ping>().EmitAsync(new Ping());
                        accepted++;
                    }
                }
                catch (EventBusStoppedException)
                {
                    return accepted;
                }
            });

            together.SignalAndWait();
            await bus.DrainAsync();

            Assert.Equal(await Deadline.WithinAsync(emitting, "the emitter"), handled);
        }
    }

    [Fact]
    public async Task HandlersToken_IsCancelledWhenTheStopGivesUp_AndNotBefore()
    {
        var clock = new ManualTimeProvider();
        var bus = await TestBus.StartAsync(options => (options.TimeProvider, options.DrainTimeout) = (clock, TimeSpan.FromSeconds(30)));
        var running = new TaskCompletionSource<CancellationToken>();
        var cancelled = new TaskCompletionSource();
        bus.Topic<Ping>().Subscribe(async (Ping _, CancellationToken token) =>
        {
            using var registration = token.Register(cancelled.SetResult);
            running.SetResult(token);
            await cancelled.Task;
        });
        await bus.Topic<Ping>().EmitAsync(new Ping());
        var token = await Deadline.WithinAsync(running.Task, "the handler to run");

        Assert.False(token.IsCancellationRequested);
        var stop = bus.StopAsync();
        await clock.WhenPendingAsync(1);
        clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.False(token.IsCancellationRequested);

        clock.Advance(TimeSpan.FromTicks(1));
        await Deadline.WithinAsync(cancelled.Task, "the token to be cancelled");
        Assert.True((await Deadline.WithinAsync(stop, "the stop")).IsComplete);
    }
}
