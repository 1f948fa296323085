using System.Threading.Channels;
using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Queue;

/// <summary>
/// Events through the bounded queue of a bus to a synchronous handler, against a bare bounded channel that does the
/// same job: the cost of one event, from the first emit of a batch to the last handler's return.
/// </summary>
public class QueueBenchmarks
{
    private const int BatchSize = 100_000;
    private const int Capacity = 1000;
    private const int Keys = 16;

    private Channel<Queued> _channel = null!;
    private Task[] _readers = [];
    private EventBus _bus = null!;

    [Params(1, 5)]
    public int Workers { get; set; }

    [Params(1, 4)]
    public int Emitters { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _channel = Channel.CreateBounded<Queued>(new BoundedChannelOptions(Capacity) { SingleWriter = Emitters == 1, SingleReader = Workers == 1 });
        _readers = [.. Enumerable.Range(0, Workers).Select(_ => Task.Run(ReadAsync))];
        _bus = EventBus.Create(bus => bus
            .AddModule(EventGenBenchmarksEventModule.Instance)
            .Configure(options => (options.QueueCapacity, options.Workers) = (Capacity, Workers)));
        await _bus.StartAsync();
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        _channel.Writer.Complete();
        await Task.WhenAll(_readers);
        await _bus.DisposeAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BatchSize)]
    public async Task BoundedChannel()
    {
        var batch = new Batch(BatchSize);
        var queued = new Queued(batch);
        await EmittersAsync(async times =>
        {
            for (int i = 0; i < times; i++)
            {
                while (!_channel.Writer.TryWrite(queued)) await _channel.Writer.WaitToWriteAsync();
            }
        });
        await batch.Done;
    }

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public async Task EmitAsync()
    {
        var batch = new Batch(BatchSize);
        var queued = new Queued(batch);
        var topic = _bus.Topic<Queued>();
        await EmittersAsync(async times =>
        {
            for (int i = 0; i < times; i++) await topic.EmitAsync(queued);
        });
        await batch.Done;
    }

    /// <summary>What no channel does: events of one key stay in order, those of different keys run in parallel.</summary>
    [Benchmark(OperationsPerInvoke = BatchSize)]
    public async Task EmitAsyncKeyed()
    {
        var batch = new Batch(BatchSize);
        KeyedQueued[] queued = [.. Enumerable.Range(0, Keys).Select(key => new KeyedQueued(batch, key))];
        var topic = _bus.Topic<KeyedQueued>();
        await EmittersAsync(async times =>
        {
            for (int i = 0; i < times; i++) await topic.EmitAsync(queued[i % Keys]);
        });
        await batch.Done;
    }

    private Task EmittersAsync(Func<int, Task> emit) =>
        Task.WhenAll(Enumerable.Range(0, Emitters).Select(_ => Task.Run(() => emit(BatchSize / Emitters))));

    private async Task ReadAsync()
    {
        while (await _channel.Reader.WaitToReadAsync())
        {
            while (_channel.Reader.TryRead(out var queued)) queued.Batch.CountDown();
        }
    }
}
