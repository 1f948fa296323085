using BenchmarkDotNet.Attributes;
using EventGen.Benchmarks.Queue;

namespace EventGen.Benchmarks.Async;

/// <summary>
/// An event to four handlers that suspend, from the emit to the last handler's return. <c>EmitAsync</c> returns when the
/// event is on the queue, so a batch of events is measured, to its end; the bus isolates each handler's errors.
/// </summary>
public class AsyncBenchmarks
{
    private const int BatchSize = 1000;

    private readonly Func<Suspending, ValueTask>[] _handlers =
    [
        SuspendingHandlers.Yield0, SuspendingHandlers.Yield1, SuspendingHandlers.Yield2, SuspendingHandlers.Yield3,
    ];

    [Benchmark(Baseline = true, OperationsPerInvoke = BatchSize)]
    public async Task AwaitEach()
    {
        var e = new Suspending(new Batch(BatchSize));
        for (int i = 0; i < BatchSize; i++)
        {
            foreach (var handler in _handlers) await handler(e);
        }
    }

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public async Task WhenAll()
    {
        var e = new Suspending(new Batch(BatchSize));
        for (int i = 0; i < BatchSize; i++) await Task.WhenAll(Array.ConvertAll(_handlers, handler => handler(e).AsTask()));
    }

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public async Task EventGenInvokeAsync()
    {
        var e = new Suspending(new Batch(BatchSize));
        for (int i = 0; i < BatchSize; i++) await Events.Suspending.InvokeAsync(e);
    }

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public async Task EventGenEmitAsync()
    {
        var e = new Suspending(new Batch(BatchSize));
        for (int i = 0; i < BatchSize; i++) await Events.Suspending.EmitAsync(e);
        await e.Batch.Done;
    }
}
