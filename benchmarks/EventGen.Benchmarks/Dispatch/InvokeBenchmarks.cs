using BenchmarkDotNet.Attributes;
using MassTransit.Mediator;

namespace EventGen.Benchmarks.Dispatch;

/// <summary>An awaited call of eight asynchronous handlers that complete at once.</summary>
public partial class InvokeBenchmarks
{
    private readonly EightAsync _event = new(1);

    private readonly IMediator _massTransit = EightConsumers.Mediator();

    private readonly Func<EightAsync, ValueTask>[] _array =
    [
        EightAsyncHandlers.Count0, EightAsyncHandlers.Count1, EightAsyncHandlers.Count2, EightAsyncHandlers.Count3,
        EightAsyncHandlers.Count4, EightAsyncHandlers.Count5, EightAsyncHandlers.Count6, EightAsyncHandlers.Count7,
    ];

    [Benchmark(Baseline = true)]
    public async ValueTask ArrayOfDelegates()
    {
        foreach (var handler in _array) await handler(_event);
    }

    [Benchmark]
    public Task MassTransitMediator() => _massTransit.Publish(_event);

    [Benchmark]
    public ValueTask EventGen() => Events.EightAsync.InvokeAsync(_event);
}
