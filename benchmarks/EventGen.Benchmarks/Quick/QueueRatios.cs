using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EventGen.Benchmarks.Latency;
using EventGen.Benchmarks.Queue;

namespace EventGen.Benchmarks.Quick;

/// <summary>What an event through the queue may cost, against a bounded channel of the same envelopes that does the same job.</summary>
internal static class QueueRatios
{
    /// <summary>Measures the queue alone. The names of a setting and of a ratio may follow: then here, else in each setting.</summary>
    public const string Switch = "--quick-queue";

    private const int Capacity = 1000;
    private const int Burst = 100_000;
    private const int Operations = 400_000;

    /// <summary>True when a ratio of the queue has this in its name.</summary>
    public static bool Has(string named) => QueueSetting.All.SelectMany(All).Any(ratio => ratio.Name.Contains(named, StringComparison.Ordinal));

    /// <summary>Measures the queue in each setting, each in a process of its own.</summary>
    /// <param name="named">Only ratios whose name contains this.</param>
    /// <returns>1 when a ratio is missed.</returns>
    public static async Task<int> RunEverywhereAsync(string named)
    {
        int missed = 0;
        foreach (var setting in QueueSetting.All)
        {
            if (All(setting).Any(ratio => ratio.Name.Contains(named, StringComparison.Ordinal))) missed |= await setting.RunAsync(Switch, setting.Name, named);
        }

        return missed;
    }

    /// <summary>Measures the queue in this process, which has been started in the setting.</summary>
    public static Task<int> RunAsync(string setting, string named) => QuickRun.RunAsync(All(QueueSetting.All.Single(known => known.Name == setting)), named);

    /// <summary>What is measured in one setting.</summary>
    /// <param name="setting">That of this process.</param>
    public static IEnumerable<Ratio> All(QueueSetting setting)
    {
        bool isIdle = setting == QueueSetting.Idle;
        Ratio[] ratios =
        [
            Compare("1 emitter, 1 worker", isIdle ? 0.6 : 0.9, emitters: 1, workers: 1),
            Compare("1 emitter, 5 workers", isIdle ? 0.5 : 0.9, emitters: 1, workers: 5),
            Compare("4 emitters, 5 workers", isIdle ? 0.5 : 0.9, emitters: 4, workers: 5),
            Compare("1 emitter, 5 workers, 16 keys", isIdle ? 0.6 : 1, emitters: 1, workers: 5, keys: 16),
            Compare("a burst of 100,000", isIdle ? 0.5 : 0.9, emitters: 1, workers: 5, capacity: Burst),
            Ratio.OfAsync("stream, Emit and await foreach / bounded channel", isIdle ? 0.5 : 0.9, StreamRatios.EmitToLoopAsync, StreamRatios.WriteToLoopAsync, Operations),
            Pace("CPU", PacedEvents.CpuAsync),
            Pace("p99", PacedEvents.SlowestAsync),
        ];
        return ratios.Select(ratio => ratio with { Name = $"{setting.Name}: {ratio.Name}", IsCounted = true });

        Ratio Pace(string what, Func<IIdle, int, Task<double>> measure) => new(
            $"one event a millisecond, {what} / bounded channel",
            isIdle ? 1.1 : 1,
            times => PaceAsync(new IdleBus(), measure, times),
            times => PaceAsync(new IdleChannel(), measure, times),
            Operations: 150);
    }

    private static Ratio Compare(string name, double limit, int emitters, int workers, int keys = 0, int capacity = Capacity) => Ratio.OfAsync(
        $"EmitAsync / bounded channel, {name}",
        limit,
        keys == 0
            ? times => EmitAsync(emitters, workers, times, capacity)
            : times => EmitKeyedAsync(emitters, workers, times, keys),
        times => WriteAsync(emitters, workers, times, capacity, keys),
        capacity == Burst ? Burst : Operations);

    private static async Task<double> PaceAsync(IIdle idle, Func<IIdle, int, Task<double>> measure, int times)
    {
        using (idle) return await measure(idle, times);
    }

    private static async Task EmitAsync(int emitters, int workers, int times, int capacity)
    {
        await using var bus = await StartAsync(workers, capacity);
        var batch = new Batch(times);
        var queued = new Queued(batch);
        await EmittersAsync(emitters, times, [MethodImpl(MethodImplOptions.NoInlining)] (_) => bus.Topic<Queued>().EmitAsync(queued));
        await batch.Done;
    }

    private static async Task EmitKeyedAsync(int emitters, int workers, int times, int keys)
    {
        await using var bus = await StartAsync(workers, Capacity);
        var batch = new Batch(times);
        KeyedQueued[] queued = [.. Enumerable.Range(0, keys).Select(key => new KeyedQueued(batch, key))];
        await EmittersAsync(emitters, times, [MethodImpl(MethodImplOptions.NoInlining)] (i) => bus.Topic<KeyedQueued>().EmitAsync(queued[i % keys]));
        await batch.Done;
    }

    private static async Task WriteAsync(int emitters, int workers, int times, int capacity, int keys)
    {
        var channel = Channel.CreateBounded<Envelope>(
            new BoundedChannelOptions(capacity) { SingleWriter = emitters == 1, SingleReader = workers == 1 });
        Task[] readers = [.. Enumerable.Range(0, workers).Select(_ => Task.Run(() => ReadAsync(channel.Reader)))];
        var batch = new Batch(times);
        var envelope = new Envelope(channel, new Queued(batch), 0, 0);

        // Beside events with a key, one of as many items is chosen each time, as one of the events is: that costs both sides the same.
        Envelope[] envelopes = [.. Enumerable.Repeat(envelope, keys)];
        await EmittersAsync(emitters, times, keys == 0
            ? [MethodImpl(MethodImplOptions.NoInlining)] (_) => Write(envelope)
            : [MethodImpl(MethodImplOptions.NoInlining)] (i) => Write(envelopes[i % keys]));
        await batch.Done;
        channel.Writer.Complete();
        await Task.WhenAll(readers);

        ValueTask Write(Envelope item) => channel.Writer.TryWrite(item) ? default : WriteSlowlyAsync(channel.Writer, item);
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

    // None of these is inlined here: the JIT guesses the one that it saw first, and all others would pay for the guess.
    private static Task EmittersAsync(int emitters, int times, Func<int, ValueTask> emit) =>
        Task.WhenAll(Enumerable.Range(0, emitters).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < times / emitters; i++) await emit(i);
        })));

    private static async Task<EventBus> StartAsync(int workers, int capacity)
    {
        var bus = EventBus.Create(bus => bus
            .AddModule(EventGenBenchmarksEventModule.Instance)
            .Configure(options => (options.QueueCapacity, options.Workers) = (capacity, workers)));
        await bus.StartAsync();
        return bus;
    }

    /// <summary>As large as what the bus queues.</summary>
    private readonly record struct Envelope(object Topic, object Item, long Partition, long Flags);
}
