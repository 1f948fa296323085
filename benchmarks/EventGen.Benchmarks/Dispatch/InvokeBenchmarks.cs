using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Dispatch;

/// <summary>An awaited call of eight asynchronous handlers that complete at once.</summary>
public class InvokeBenchmarks
{
    private readonly EightAsync _event = new(1);

    private readonly Func<EightAsync, ValueTask>[] _array =
    [
        Handlers.CountAsync0, Handlers.CountAsync1, Handlers.CountAsync2, Handlers.CountAsync3,
        Handlers.CountAsync4, Handlers.CountAsync5, Handlers.CountAsync6, Handlers.CountAsync7,
    ];

    [Benchmark(Baseline = true)]
    public async ValueTask ArrayOfDelegates()
    {
        foreach (var handler in _array) await handler(_event);
    }

    [Benchmark]
    public ValueTask EventGen() => Events.EightAsync.InvokeAsync(_event);
}
