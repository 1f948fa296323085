using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Dispatch;

/// <summary>A synchronous emit to eight handlers. EventGen isolates each handler's errors; nothing else here does.</summary>
public partial class EightHandlersBenchmarks
{
    private readonly Eight _event = new(1);
    private readonly EightCalls _calls = new(1);
    private readonly EightInstances _instances = new(1);
    private readonly Subscribed _subscribed = new(1);
    private readonly Subject<Eight> _subject = new();
    private readonly List<EventSubscription> _subscriptions = [];

    private readonly Action<Eight>[] _array =
    [
        EightHandlers.Count0, EightHandlers.Count1, EightHandlers.Count2, EightHandlers.Count3,
        EightHandlers.Count4, EightHandlers.Count5, EightHandlers.Count6, EightHandlers.Count7,
    ];

    private event Action<Eight>? Counted;

    [GlobalSetup]
    public void Setup()
    {
        foreach (var handler in _array)
        {
            Counted += handler;
            _subject.Subscribe(handler);
        }

        foreach (var handler in Subscribers.All) _subscriptions.Add(Events.Subscribed.Subscribe(handler));
    }

    [GlobalCleanup]
    public void Cleanup() => _subscriptions.ForEach(static subscription => subscription.Dispose());

    [Benchmark(Baseline = true)]
    public void ArrayOfDelegates()
    {
        foreach (var handler in _array) handler(_event);
    }

    [Benchmark]
    public void CSharpEvent() => Counted?.Invoke(_event);

    [Benchmark]
    public void ReactiveSubject() => _subject.OnNext(_event);

    [Benchmark]
    public void EventGen() => Events.Eight.Emit(_event);

    [Benchmark]
    public void EventGenNotInlined() => Events.EightCalls.Emit(_calls);

    [Benchmark]
    public void EventGenInstances() => Events.EightInstances.Emit(_instances);

    [Benchmark]
    public void EventGenSubscribers() => Events.Subscribed.Emit(_subscribed);
}
