using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Dispatch;

/// <summary>A synchronous emit to one handler. EventGen isolates the handler's errors; nothing else here does.</summary>
public class OneHandlerBenchmarks
{
    private readonly One _event = new(1);
    private readonly WithContext _withContext = new(1);
    private readonly Action<One>[] _array = [OneHandler.Count];

    private event Action<One>? Counted;

    [GlobalSetup]
    public void Setup() => Counted += OneHandler.Count;

    [Benchmark(Baseline = true)]
    public void DirectCall() => OneHandler.CountByCall(_event);

    [Benchmark]
    public void CSharpEvent() => Counted?.Invoke(_event);

    [Benchmark]
    public void ArrayOfDelegates()
    {
        foreach (var handler in _array) handler(_event);
    }

    [Benchmark]
    public void EventGen() => Events.One.Emit(_event);

    [Benchmark]
    public void EventGenWithContext() => Events.WithContext.Emit(_withContext);
}
