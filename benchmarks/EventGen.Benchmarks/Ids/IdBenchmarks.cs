using BenchmarkDotNet.Attributes;
using EventGen.Benchmarks.Dispatch;

namespace EventGen.Benchmarks.Ids;

/// <summary>
/// What an identity costs. EventGen's line is a whole emit: the id, the time, the context that holds them and the call of
/// a handler that takes it.
/// </summary>
public class IdBenchmarks
{
    private readonly WithContext _event = new(1);

    [Benchmark(Baseline = true)]
    public Guid NewGuid() => Guid.NewGuid();

    [Benchmark]
    public Guid CreateVersion7() => Guid.CreateVersion7();

    [Benchmark]
    public void EventGenEmitWithContext() => Events.WithContext.Emit(_event);
}
