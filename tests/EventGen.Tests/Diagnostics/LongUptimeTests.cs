namespace EventGen.Tests.Diagnostics;

/// <summary>A bus that is measured for a year keeps as much as after a day, and its numbers still say what happens now.</summary>
public sealed class LongUptimeTests
{
    [Fact]
    public async Task AYearOfReadings_CostsNoMemory_AndTheNumbersAreOfNow()
    {
        var clock = new MinuteClock();
        await using var bus = await TestBus.StartAsync(options => options.TimeProvider = clock);
        bus.Statistics.Start();
        var topic = bus.Topic<MeasuredEvent>();
        const int MinutesOfADay = 24 * 60, MinutesOfAYear = 365 * MinutesOfADay;

        Run(MinutesOfADay);
        long afterADay = GC.GetTotalMemory(forceFullCollection: true);
        clock.Minute(MinutesOfAYear - (2 * MinutesOfADay));
        Run(MinutesOfADay);

        // Half a million readings. Other tests run meanwhile: what they take, they give back.
        await Eventually.TrueAsync(() => GC.GetTotalMemory(forceFullCollection: true) - afterADay < MinutesOfAYear * 4);
        var measured = bus.Statistics.Find("measured")!;
        Assert.Equal(2 * MinutesOfADay, measured.Emitted);
        foreach (double rate in (double[])[measured.Rate.LastSecond, measured.Rate.LastMinute, measured.Rate.LastQuarter]) Assert.Equal(1 / 60d, rate, 3);
        Assert.InRange(measured.Duration.Samples, 1, MinutesOfADay);   // those of the first day weigh nothing any more
        clock.Minute(60);
        Assert.Equal(0, bus.Statistics.RateOf("measured").LastQuarter, 3);

        await bus.DrainAsync();
        Assert.All(bus.Statistics.Find("measured")!.Targets, static target => Assert.Equal(2 * MinutesOfADay, target.Attempts));

        void Run(int minutes)
        {
            for (int i = 0; i < minutes; i++)
            {
                topic.Emit(new MeasuredEvent());
                clock.Minute(1);
            }
        }
    }

    /// <summary>Its timers fire once a minute, whatever period they ask for: a year is half a million readings.</summary>
    private sealed class MinuteClock : TimeProvider
    {
        private readonly List<Timer> _timers = [];
        private long _ticks = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

        public override long GetTimestamp() => Volatile.Read(ref _ticks);

        public void Minute(int times)
        {
            for (int i = 0; i < times; i++)
            {
                Interlocked.Add(ref _ticks, TimeSpan.TicksPerMinute);
                Timer[] due;
                lock (_timers) due = [.. _timers];
                foreach (var timer in due) timer.Fire();
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(this, callback, state, period > TimeSpan.Zero);
            lock (_timers) _timers.Add(timer);
            return timer;
        }

        private void Remove(Timer timer)
        {
            lock (_timers) _timers.Remove(timer);
        }

        private sealed class Timer(MinuteClock clock, TimerCallback callback, object? state, bool isPeriodic) : ITimer
        {
            public void Fire()
            {
                if (isPeriodic) callback(state);
            }

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => clock.Remove(this);

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
