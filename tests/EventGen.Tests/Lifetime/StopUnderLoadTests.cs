namespace EventGen.Tests.Lifetime;

/// <summary>A stop while producers emit: what was accepted has been handled, everything else was refused.</summary>
public sealed class StopUnderLoadTests
{
    public static MatrixTheoryData<QueueFullMode, EmitCall> Cases =>
        new(Enum.GetValues<QueueFullMode>(), [EmitCall.Emit, EmitCall.EmitAsync, EmitCall.TryEnqueue]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Accepted_IsHandled(QueueFullMode mode, EmitCall call)
    {
        int seed = Random.Shared.Next();
        int capacity = new Random(seed).Next(1, 20);
        await using var bus = await TestBus.StartAsync(options => (options.QueueCapacity, options.Workers, options.WhenQueueFull) = (capacity, 3, mode));
        int accepted = 0, handled = 0;
        var running = new AsyncGate(expected: 200);
        bus.Topic<KeyedEvent>().Subscribe(async e =>
        {
            if (e.Number % 7 == 0) await Task.Yield();
            Interlocked.Increment(ref handled);
            _ = running.PassAsync();
        });

        Task[] producers = [.. Enumerable.Range(0, 4).Select(producer => Task.Run(() => ProduceAsync(new Random(seed + producer))))];
        await running.Reached;
        var report = await Deadline.WithinAsync(bus.StopAsync(), "the drain");
        await Deadline.WithinAsync(Task.WhenAll(producers), "the producers to be refused");

        Assert.True(report.IsComplete, report.ToString());
        Assert.True(
            accepted == handled + bus.GetHealth().Dropped,
            $"seed {seed}, capacity {capacity}: accepted {accepted}, handled {handled}, dropped {bus.GetHealth().Dropped}");

        async Task ProduceAsync(Random random)
        {
            for (int i = 0; ; i++)
            {
                try
                {
                    if (i % 16 == 0) await Task.Yield();
                    if (await TryEmitAsync(new KeyedEvent(random.Next(4) == 0 ? null : $"{random.Next(3)}", i))) Interlocked.Increment(ref accepted);
                }
                catch (EventBusStoppedException)
                {
                    return;
                }
            }
        }

        async Task<bool> TryEmitAsync(KeyedEvent step)
        {
            try
            {
                if (call == EmitCall.TryEnqueue) return bus.Topic<KeyedEvent>().TryEnqueue(step);
                await bus.Topic<KeyedEvent>().EmitByAsync(call, step);
                return true;
            }
            catch (EventQueueFullException)
            {
                return false;
            }
        }
    }
}
