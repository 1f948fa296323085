using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Dispatch;

/// <summary>A synchronous emit to one handler. EventGen isolates the handler's errors; nothing else here does.</summary>
public partial class OneHandlerBenchmarks
{
    private readonly One _event = new(1);
    private readonly WithContext _withContext = new(1);
    private readonly Action<One>[] _array = [OneHandler.Count];
    private readonly Subject<One> _subject = new();

    private event Action<One>? Counted;

    [GlobalSetup]
    public void Setup()
    {
        Counted += OneHandler.Count;
        _subject.Subscribe(OneHandler.Count);
    }

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
    public void ReactiveSubject() => _subject.OnNext(_event);

    [Benchmark]
    public void EventGen() => Events.One.Emit(_event);

    [Benchmark]
    public void EventGenWithContext() => Events.WithContext.Emit(_withContext);
}
