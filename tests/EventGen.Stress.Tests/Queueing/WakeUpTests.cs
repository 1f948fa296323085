namespace EventGen.Stress.Tests.Queueing;

/// <summary>Workers sleep when there is nothing to do, and only then.</summary>
public sealed class WakeUpTests
{
    /// <summary>
    /// Every even event's handler waits for the odd one after it. There is a worker for each emitter's waiting handler
    /// and one more, so a hang means an event lay in the queue while a worker slept.
    /// </summary>
    [Fact]
    public Task WaitingEvent_IsTaken_WhileAWorkerIsIdle() => StressTime.RepeatAsync(share: 0.2, static async seed =>
    {
        const int Pairs = 300;
        int emitters = new Random(seed).Next(1, 5);
        await using var bus = await StressBus.StartAsync(workers: emitters + 1, capacity: 100);
        TaskCompletionSource[] partners = MakeAll(emitters * Pairs), ends = MakeAll(emitters * Pairs);
        bus.Topic<SubscriberOnlyEvent>().Subscribe(async e =>
        {
            int pair = e.Number / 2;
            if (e.Number % 2 != 0)
            {
                partners[pair].SetResult();
                return;
            }

            await partners[pair].Task;
            ends[pair].SetResult();
        });

        await Task.WhenAll(Enumerable.Range(0, emitters).Select(emitter => Task.Run(async () =>
        {
            for (int pair = emitter * Pairs; pair < (emitter + 1) * Pairs; pair++)
            {
                await bus.Topic<SubscriberOnlyEvent>().EmitAsync(new SubscriberOnlyEvent(2 * pair));
                await bus.Topic<SubscriberOnlyEvent>().EmitAsync(new SubscriberOnlyEvent(2 * pair + 1));
                await Deadline.WithinAsync(ends[pair].Task, $"pair {pair} of {emitters} emitters");
            }
        })));
        await bus.DrainAsync();

        static TaskCompletionSource[] MakeAll(int count) =>
            [.. Enumerable.Range(0, count).Select(static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
    });

    /// <summary>No processor time without events: whoever is not asleep would be the spinning worker, and nothing but an emit wakes.</summary>
    [Fact]
    public async Task IdleWorkers_AllSleep_AndNoneSpins()
    {
        const int Workers = 4;
        await using var bus = await StressBus.StartAsync(Workers, capacity: 100);
        var parking = bus.Queue.Parking;
        for (int round = 0; round < 50; round++)
        {
            for (int i = 0; i < 20; i++) await bus.Topic<SubscriberOnlyEvent>().EmitAsync(new SubscriberOnlyEvent(i));
            await Eventually.EqualAsync(Workers, () => parking.Sleeping);

            Assert.True(parking.TryBeginSpinning(), "a worker is still scouting");
            parking.EndSpinning();
            Assert.Equal((0, false), (bus.Queue.Length, bus.Queue.HasWork));
        }

        await bus.DrainAsync();
    }

    /// <summary>Nothing holds a stopped bus: no worker, no timer, no ambient state.</summary>
    [Fact]
    public async Task StoppedBus_IsCollected()
    {
        var buses = new List<WeakReference>();
        for (int i = 0; i < 20; i++) buses.Add(await UseAsync(i));

        await Eventually.TrueAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return buses.Count(static bus => bus.IsAlive) == 0;
        });

        static async Task<WeakReference> UseAsync(int round)
        {
            var bus = await StressBus.StartAsync(workers: 3, capacity: 10);
            bus.Topic<SubscriberOnlyEvent>().Subscribe(static async _ => await Task.Yield());
            for (int i = 0; i < 50; i++) await bus.Topic<SubscriberOnlyEvent>().EmitAsync(new SubscriberOnlyEvent(i));
            await bus.StopAsync(new CancellationToken(canceled: round % 2 == 0));
            return new WeakReference(bus);
        }
    }
}
