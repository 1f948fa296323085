namespace EventGen.Stress.Tests.Queueing;

public sealed class WaitingEmitterTests
{
    /// <summary>An emitter that does not await waits in line with itself: nobody passes those who wait for room.</summary>
    [Fact]
    public Task EmitterThatDoesNotAwait_KeepsItsOrder() => StressTime.RepeatAsync(share: 0.05, static async seed =>
    {
        int capacity = new Random(seed).Next(1, 4);
        await using var bus = await StressBus.StartAsync(workers: 1, capacity);
        List<int> handled = [];
        bus.Topic<SubscriberOnlyKeyedEvent>().Subscribe(e => handled.Add(e.Number));

        List<Task> waiting = [];
        for (int i = 0; i < 500; i++)
        {
            waiting.Add(bus.Topic<SubscriberOnlyKeyedEvent>().EmitAsync(new SubscriberOnlyKeyedEvent(1, i)).AsTask());
            if (i % 7 == 0) await waiting[^1];
        }

        await Deadline.WithinAsync(Task.WhenAll(waiting), "the events to be accepted");
        await bus.DrainAsync();
        Assert.Equal(Enumerable.Range(0, 500), handled);
    });

    /// <summary>Emitters whose wait is cancelled at the moment in which room is made.</summary>
    [Fact]
    public Task CancelledWait_IsAcceptedOrRefused_NeverBoth() => StressTime.RepeatAsync(share: 0.05, static async seed =>
    {
        const int Events = 200;
        await using var bus = await StressBus.StartAsync(workers: 2, capacity: 1);
        int[] handled = new int[Events];
        bus.Topic<SubscriberOnlyEvent>().Subscribe(async e =>
        {
            await Task.Yield();
            Interlocked.Increment(ref handled[e.Number]);
        });

        bool[] accepted = await Task.WhenAll(Enumerable.Range(0, Events).Select(number => Task.Run(async () =>
        {
            using var cancellation = new CancellationTokenSource();
            var emit = bus.Topic<SubscriberOnlyEvent>().EmitAsync(new SubscriberOnlyEvent(number), cancellation.Token);
            for (int yields = new Random(seed + number).Next(4); yields > 0; yields--) await Task.Yield();
            await cancellation.CancelAsync();
            try
            {
                await emit;
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        })));

        await bus.DrainAsync();
        Assert.Equal(Array.ConvertAll(accepted, static accepted => accepted ? 1 : 0), handled);
    });
}
