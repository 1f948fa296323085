namespace EventGen.Outbox.Conformance;

/// <summary>The wall clock of the process jumps.</summary>
public abstract class ClockSuite(StoreBackend backend) : StoreSuite(backend)
{
    private readonly JumpingClock _clock = new();
    private readonly string _run = Guid.NewGuid().ToString();

    private Mailroom Room => Mailroom.Of(_run);

    [Fact]
    public async Task WhateverTheClockDoes_NothingIsLost_AndNothingIsRepeated()
    {
        await using var bus = await StartAsync();
        int number = 0;
        foreach (var jump in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromDays(2), TimeSpan.FromDays(-3), TimeSpan.FromDays(400)])
        {
            _clock.Jump(jump);
            await bus.Topic<Posted>().EmitAsync(new Posted(_run, number++), Cancellation);
            await bus.Topic<Posted>().EmitAsync(new Posted(_run, number++), Cancellation);
            await Eventually.TrueAsync(() => Room.Handled.Count == number);
            await DeliveredAsync(bus);
        }

        Assert.Equal(Enumerable.Range(0, number), Room.Handled.Order());
        Assert.Empty(await bus.DeadLetters.ListAsync(cancellationToken: Cancellation));
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);
    }

    [Fact]
    public async Task WhatIsScheduled_IsDueByTheClockThatDecides()
    {
        await using var bus = await StartAsync();
        await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 1), TimeSpan.FromHours(1), Cancellation);
        _clock.Jump(TimeSpan.FromHours(-5));
        await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 2), TimeSpan.FromHours(1), Cancellation);
        await bus.Topic<Posted>().EmitAsync(new Posted(_run, 3), Cancellation);
        await Eventually.TrueAsync(() => Room.Handled.Contains(3));
        Assert.Equal([3], Room.Handled);

        _clock.Jump(TimeSpan.FromHours(8));
        if (Backend.HasOwnClock)
        {
            // Also right after the jump, before the database has told its time again.
            await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 4), TimeSpan.FromMinutes(30), Cancellation);
            await bus.Topic<Posted>().EmitAsync(new Posted(_run, 5), Cancellation);
            await Eventually.TrueAsync(() => Room.Handled.Contains(5));
            Assert.Equal([3, 5], Room.Handled);

            // What has been handled stays until its settlement is written.
            await Eventually.TrueAsync(async () => (await bus.Outbox.ListAsync(cancellationToken: Cancellation)).Count == 3);
            var waiting = await bus.Outbox.ListAsync(cancellationToken: Cancellation);
            Assert.All(waiting, entry => Assert.InRange(entry.Due, DateTimeOffset.UtcNow.AddMinutes(20), DateTimeOffset.UtcNow.AddMinutes(61)));
        }
        else
        {
            await Eventually.TrueAsync(() => Room.Handled.Count == 3);
            Assert.Equal([1, 2, 3], Room.Handled.Order());
        }
    }

    private async Task<EventBus> StartAsync()
    {
        var bus = EventBus.Create(b =>
        {
            b.AddModule(EventGenOutboxConformanceEventModule.Instance).UseServices(NoServices.Instance).Configure(options => options.TimeProvider = _clock);
            Backend.AddOutbox(b, static options => (options.Application, options.Instance, options.PollInterval) = ("shop", "a", TimeSpan.FromMilliseconds(50)));
        });
        await bus.StartAsync(Cancellation);
        return bus;
    }

    /// <summary>The machine's clock, set to another time. What measures time goes on, as on a machine.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private long _offset;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _offset));

        public void Jump(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
    }
}
