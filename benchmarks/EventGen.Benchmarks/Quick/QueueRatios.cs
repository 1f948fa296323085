using System.Threading.Channels;
using EventGen.Benchmarks.Queue;

namespace EventGen.Benchmarks.Quick;

/// <summary>What an event through the queue may cost, against a bounded channel of the same envelopes that does the same job.</summary>
internal static class QueueRatios
{
    private const int Capacity = 1000;
    private const int Operations = 400_000;

    public static IEnumerable<Ratio> All() =>
    [
        Compare("1 emitter, 1 worker", 1 / 2.5, emitters: 1, workers: 1),
        Compare("1 emitter, 5 workers", 1 / 2.0, emitters: 1, workers: 5),
        Compare("4 emitters, 5 workers", 1 / 1.5, emitters: 4, workers: 5),
        Compare("1 emitter, 5 workers, 16 keys", 1 / 1.2, emitters: 1, workers: 5, keys: 16),
    ];

    private static Ratio Compare(string name, double limit, int emitters, int workers, int keys = 0) => Ratio.OfAsync(
        $"EmitAsync / bounded channel, {name}",
        limit,
        keys == 0
            ? times => EmitAsync(emitters, workers, times)
            : times => EmitKeyedAsync(emitters, workers, times, keys),
        times => WriteAsync(emitters, workers, times),
        Operations);

    private static async Task EmitAsync(int emitters, int workers, int times)
    {
        await using var bus = await StartAsync(workers);
        var batch = new Batch(times);
        var queued = new Queued(batch);
        await EmittersAsync(emitters, times, _ => bus.Topic<Queued>().EmitAsync(queued));
        await batch.Done;
    }

    private static async Task EmitKeyedAsync(int emitters, int workers, int times, int keys)
    {
        await using var bus = await StartAsync(workers);
        var batch = new Batch(times);
        KeyedQueued[] queued = [.. Enumerable.Range(0, keys).Select(key => new KeyedQueued(batch, key))];
        await EmittersAsync(emitters, times, i => bus.Topic<KeyedQueued>().EmitAsync(queued[i % keys]));
        await batch.Done;
    }

    private static async Task WriteAsync(int emitters, int workers, int times)
    {
        var channel = Channel.CreateBounded<Envelope>(
            new BoundedChannelOptions(Capacity) { SingleWriter = emitters == 1, SingleReader = workers == 1 });
        Task[] readers = [.. Enumerable.Range(0, workers).Select(_ => Task.Run(() => ReadAsync(channel.Reader)))];
        var batch = new Batch(times);
        var envelope = new Envelope(channel, new Queued(batch), 0, 0);
        await EmittersAsync(emitters, times, _ => channel.Writer.TryWrite(envelope) ? default : WriteSlowlyAsync(channel.Writer, envelope));
        await batch.Done;
        channel.Writer.Complete();
        await Task.WhenAll(readers);
    }

    private static async ValueTask WriteSlowlyAsync(ChannelWriter<Envelope> writer, Envelope envelope)
    {
        while (!writer.TryWrite(envelope)) await writer.WaitToWriteAsync();
    }

    private static async Task ReadAsync(ChannelReader<Envelope> reader)
    {
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var envelope)) ((Queued)envelope.Item).Batch.CountDown();
        }
    }

    private static Task EmittersAsync(int emitters, int times, Func<int, ValueTask> emit) =>
        Task.WhenAll(Enumerable.Range(0, emitters).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < times / emitters; i++) await emit(i);
        })));

    private static async Task<EventBus> StartAsync(int workers)
    {
        var bus = EventBus.Create(bus => bus
            .AddModule(EventGenBenchmarksEventModule.Instance)
            .Configure(options => (options.QueueCapacity, options.Workers) = (Capacity, workers)));
        await bus.StartAsync();
        return bus;
    }

    /// <summary>As large as what the bus queues.</summary>
    private readonly record struct Envelope(object Topic, object Item, long Partition, long Flags);
}
