using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Subscribe;

/// <summary>An emit to subscribers of run time, from one to very many. EventGen isolates each one's errors; nothing else here does.</summary>
public class EmitToManyBenchmarks
{
    private readonly Watched _event = new(1);
    private Action<Watched>[] _array = [];
    private Subject<Watched> _subject = null!;

    private event Action<Watched>? Watching;

    [Params(1, 8, 64, 512, 10_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _array = [.. Enumerable.Range(0, Count).Select(Watched.Handler)];
        _subject = new Subject<Watched>();
        foreach (var handler in _array)
        {
            Watching += handler;
            _subject.Subscribe(handler);
            Events.Watched.Subscribe(handler);
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _subject.Dispose();

    [Benchmark(Baseline = true)]
    public void ArrayOfDelegates()
    {
        foreach (var handler in _array) handler(_event);
    }

    [Benchmark]
    public void CSharpEvent() => Watching?.Invoke(_event);

    [Benchmark]
    public void ReactiveSubject() => _subject.OnNext(_event);

    [Benchmark]
    public void EventGen() => Events.Watched.Emit(_event);
}
