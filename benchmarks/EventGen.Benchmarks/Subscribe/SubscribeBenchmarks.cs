using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Subscribe;

/// <summary>Many subscribe, then all leave, the first to come first. What copies its list at each change costs the square of their number.</summary>
public class SubscribeBenchmarks
{
    private Action<Watched>[] _handlers = [];
    private IDisposable[] _subscriptions = [];
    private Subject<Watched> _subject = null!;
    private Action<Watched>? _combined;

    [Params(1_000, 10_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _handlers = [.. Enumerable.Range(0, Count).Select(Watched.Handler)];
        _subscriptions = new IDisposable[Count];
        _subject = new Subject<Watched>();
    }

    [GlobalCleanup]
    public void Cleanup() => _subject.Dispose();

    [Benchmark(Baseline = true)]
    public Action<Watched>? CSharpDelegate()
    {
        foreach (var handler in _handlers) _combined += handler;
        foreach (var handler in _handlers) _combined -= handler;
        return _combined;
    }

    [Benchmark]
    public void ReactiveSubject()
    {
        for (int i = 0; i < _handlers.Length; i++) _subscriptions[i] = _subject.Subscribe(_handlers[i]);
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }

    [Benchmark]
    public void EventGen()
    {
        for (int i = 0; i < _handlers.Length; i++) _subscriptions[i] = Events.Watched.Subscribe(_handlers[i]);
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }
}
