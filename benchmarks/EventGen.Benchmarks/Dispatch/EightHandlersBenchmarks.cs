using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Dispatch;

/// <summary>A synchronous emit to eight handlers. EventGen isolates each handler's errors; nothing else here does.</summary>
public class EightHandlersBenchmarks
{
    private readonly Eight _event = new(1);
    private readonly Subscribed _subscribed = new(1);

    private readonly Action<Eight>[] _array =
    [
        Handlers.Count0, Handlers.Count1, Handlers.Count2, Handlers.Count3,
        Handlers.Count4, Handlers.Count5, Handlers.Count6, Handlers.Count7,
    ];

    private event Action<Eight>? Counted;

    [GlobalSetup]
    public void Setup()
    {
        foreach (var handler in _array) Counted += handler;
        Events.Subscribed.Subscribe(Handlers.CountSubscribed0);
        Events.Subscribed.Subscribe(Handlers.CountSubscribed1);
        Events.Subscribed.Subscribe(Handlers.CountSubscribed2);
        Events.Subscribed.Subscribe(Handlers.CountSubscribed3);
        Events.Subscribed.Subscribe(Handlers.CountSubscribed4);
        Events.Subscribed.Subscribe(Handlers.CountSubscribed5);
        Events.Subscribed.Subscribe(Handlers.CountSubscribed6);
        Events.Subscribed.Subscribe(Handlers.CountSubscribed7);
    }

    [Benchmark]
    public void DirectCalls()
    {
        Handlers.Count0(_event);
        Handlers.Count1(_event);
        Handlers.Count2(_event);
        Handlers.Count3(_event);
        Handlers.Count4(_event);
        Handlers.Count5(_event);
        Handlers.Count6(_event);
        Handlers.Count7(_event);
    }

    [Benchmark]
    public void CSharpEvent() => Counted?.Invoke(_event);

    [Benchmark(Baseline = true)]
    public void ArrayOfDelegates()
    {
        foreach (var handler in _array) handler(_event);
    }

    [Benchmark]
    public void EventGen() => Events.Eight.Emit(_event);

    [Benchmark]
    public void EventGenSubscribers() => Events.Subscribed.Emit(_subscribed);
}
