using System.Collections.Concurrent;

namespace EventGen.Tests.Queueing;

/// <summary>What must hold of the queue at every moment, while more producers press than there are workers.</summary>
public sealed class QueueUnderLoadTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(7, false)]
    [InlineData(7, true)]
    [InlineData(5000, true)]
    public async Task Capacity_IsExact_HoweverManyTryAtOnce(int capacity, bool keyed)
    {
        await using var bus = TestBus.Create(options => options.QueueCapacity = capacity);
        var start = new AsyncBarrier(6);
        int accepted = 0;

        await Task.WhenAll(Enumerable.Range(0, 6).Select(producer => Task.Run(async () =>
        {
            await start.SignalAndWaitAsync();
            for (int i = 0; i < capacity; i++)
            {
                if (bus.Topic<KeyedEvent>().TryEnqueue(new KeyedEvent(keyed ? $"{i % 3}" : null, i))) Interlocked.Increment(ref accepted);
            }
        })));

        Assert.Equal((capacity, capacity), (accepted, bus.GetHealth().QueueLength));
        Assert.Equal(capacity, (await bus.StopAsync()).Undelivered["keyed"]);
    }

    [Theory]
    [InlineData(QueueFullMode.Wait)]
    [InlineData(QueueFullMode.Reject)]
    [InlineData(QueueFullMode.DropOldest)]
    [InlineData(QueueFullMode.DropWrite)]
    public async Task QueueLength_NeverExceedsTheCapacity(QueueFullMode mode)
    {
        const int Capacity = 9;
        await using var bus = await TestBus.StartAsync(options => (options.QueueCapacity, options.Workers, options.WhenQueueFull) = (Capacity, 3, mode));
        bus.Topic<KeyedEvent>().Subscribe(static async e =>
        {
            if (e.Number % 9 == 0) await Task.Yield();
        });
        using var enough = new CancellationTokenSource();
        int longest = 0;
        Task watching = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested) longest = Math.Max(longest, bus.GetHealth().QueueLength);
        });

        await Deadline.WithinAsync(
            Task.WhenAll(Enumerable.Range(0, 4).Select(producer => Task.Run(async () =>
            {
                for (int i = 0; i < 2000; i++)
                {
                    var e = new KeyedEvent(i % 2 == 0 ? null : $"{i % 5}", i);
                    if (mode == QueueFullMode.Reject) bus.Topic<KeyedEvent>().TryEnqueue(e);
                    else await bus.Topic<KeyedEvent>().EmitAsync(e);
                }
            }))),
            "the producers");
        await enough.CancelAsync();
        await watching;
        await bus.DrainAsync();

        Assert.InRange(longest, 0, Capacity);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    public async Task EventsOfOneProducer_KeepTheirOrder_WhereOneWorkerHandlesThem(int capacity)
    {
        const int Producers = 5, Each = 2000;
        await using var bus = await TestBus.StartAsync(options => (options.QueueCapacity, options.Workers) = (capacity, 1));
        int[] last = new int[Producers];
        var faults = new ConcurrentQueue<string>();
        bus.Topic<Ping>().Subscribe(e =>
        {
            var (producer, number) = Math.DivRem(e.Number, 100_000);
            if (number != last[producer] + 1) faults.Enqueue($"producer {producer}: {number} after {last[producer]}");
            last[producer] = number;
        });

        await Deadline.WithinAsync(ProduceAsync(Producers, Each, (producer, number) => bus.Topic<Ping>().EmitAsync(new Ping(producer * 100_000 + number))), "the producers");
        await bus.DrainAsync();

        Assert.Empty(faults);
        Assert.All(last, static number => Assert.Equal(Each, number));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 2)]
    [InlineData(64, 3)]
    public async Task EventsOfOneProducerAndKey_KeepTheirOrder_WhereSeveralWorkersHandleThem(int capacity, int workers)
    {
        const int Producers = 8, Each = 800;
        await using var bus = await TestBus.StartAsync(options => (options.QueueCapacity, options.Workers) = (capacity, workers));
        int[] last = new int[Producers];
        var faults = new ConcurrentQueue<string>();
        bus.Topic<KeyedEvent>().Subscribe(async e =>
        {
            var (producer, number) = Math.DivRem(e.Number, 100_000);
            if (number % 4 == 0) await Task.Yield();
            if (number != last[producer] + 1) faults.Enqueue($"producer {producer}: {number} after {last[producer]}");
            last[producer] = number;
        });

        // Two producers to a key: the partitions are contended, and each producer's own order is known.
        await Deadline.WithinAsync(
            ProduceAsync(Producers, Each, (producer, number) => bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent($"{producer / 2}", producer * 100_000 + number))), "the producers");
        await bus.DrainAsync();

        Assert.Empty(faults.Take(5));
        Assert.All(last, static number => Assert.Equal(Each, number));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task WorkersThatHaveGoneToSleep_AreWokenByEverySingleEvent(int workers)
    {
        await using var bus = await TestBus.StartAsync(options => options.Workers = workers);
        int handled = 0;
        bus.Topic<Ping>().Subscribe(e => Volatile.Write(ref handled, e.Number));

        // One at a time, so that a wake-up that is lost stops everything; the pauses differ, to meet a worker at each step of lying down.
        for (int i = 1; i <= 3000; i++)
        {
            Thread.SpinWait(i % 300);
            Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping(i)));
            if (!SpinWait.SpinUntil(() => Volatile.Read(ref handled) == i, Deadline.Default)) Assert.Fail($"event {i} was never handled");
        }

        await bus.DrainAsync();
    }

    [Fact]
    public async Task Stop_OfIdleAndBusyBuses_AlwaysDrains()
    {
        for (int round = 0; round < 150; round++)
        {
            await using var bus = await TestBus.StartAsync(static options => (options.Workers, options.QueueCapacity) = (3, 4));
            int handled = 0;
            bus.Topic<KeyedEvent>().Subscribe(async e =>
            {
                if (e.Number % 2 == 0) await Task.Yield();
                Interlocked.Increment(ref handled);
            });

            for (int i = 0; i < round % 12; i++) await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent(i % 3 == 0 ? null : "a", i));
            await bus.DrainAsync();

            Assert.Equal(round % 12, handled);
        }
    }

    private static Task ProduceAsync(int producers, int each, Func<int, int, ValueTask> emit) =>
        Task.WhenAll(Enumerable.Range(0, producers).Select(producer => Task.Run(async () =>
        {
            for (int number = 1; number <= each; number++) await emit(producer, number);
        })));
}
