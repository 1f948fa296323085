using System.Diagnostics;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Dispatch;

/// <summary>
/// What each feature adds to a synchronous emit to one handler: first those that every emit pays, one on top of the
/// other, then those that only the events pay which use them.
/// </summary>
public class FeatureBenchmarks
{
    private static readonly ActivitySource s_source = new("EventGen.Benchmarks");
    private static readonly Counter<long> s_counter = new Meter("EventGen.Benchmarks").CreateCounter<long>("emitted");

    private readonly One _event = new(1);
    private readonly WithContext _withContext = new(1);
    private readonly Subscribed _subscribed = new(1);
    private readonly IsolatedCall _isolated = new IsolatedCount();
    private EventTopic<One> _topic = null!;
    private EventBus? _other;
    private EventSubscription? _subscription;
    private IDisposable? _scope;
    private volatile bool _isObserved;

    [GlobalSetup]
    public void Setup()
    {
        _topic = Events.One;
        _isObserved = s_counter.Enabled;
    }

    [GlobalSetup(Targets = [nameof(Emit_ToOneSubscriber)])]
    public void SetupSubscriber() => _subscription = Events.Subscribed.Subscribe(Subscribers.All[0]);

    [GlobalSetup(Targets = [nameof(Emit_BesideAnotherBus)])]
    public void SetupOther() => _other = EventBus.Create(static bus => bus.AddModule(EventGenBenchmarksEventModule.Instance));

    [GlobalSetup(Targets = [nameof(Emit_OnABusInUse)])]
    public void SetupUse()
    {
        _other = EventBus.Create(static bus => bus.AddModule(EventGenBenchmarksEventModule.Instance));
        _scope = EventBus.Use(_other);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _subscription?.Dispose();
        _scope?.Dispose();
        _other?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void DirectCall() => OneHandler.CountByCall(_event);

    [Benchmark(Description = "+ isolation, a call through a table")]
    public void Isolated() => _isolated.Run(_event);

    [Benchmark(Description = "+ stop, subscribers, queue, context: one word (a kept topic)")]
    public void Emit_OnAKeptTopic() => _topic.Emit(_event);

    [Benchmark(Description = "+ ambient bus (the accessor): Events.One.Emit")]
    public void Emit() => Events.One.Emit(_event);

    [Benchmark(Description = "+ telemetry asked for: HasListeners and Enabled")]
    public void Emit_AfterAskingTheSources()
    {
        if (s_source.HasListeners() || s_counter.Enabled) Observe();
        Events.One.Emit(_event);
    }

    [Benchmark(Description = "+ telemetry asked for: HasListeners")]
    public void Emit_AfterAskingTheActivitySource()
    {
        if (s_source.HasListeners()) Observe();
        Events.One.Emit(_event);
    }

    [Benchmark(Description = "+ telemetry asked for: a flag of our own")]
    public void Emit_AfterAskingAFlag()
    {
        if (_isObserved) Observe();
        Events.One.Emit(_event);
    }

    [Benchmark(Description = "used: one run-time subscriber")]
    public void Emit_ToOneSubscriber() => Events.Subscribed.Emit(_subscribed);

    [Benchmark(Description = "used: the context")]
    public void Emit_WithContext() => Events.WithContext.Emit(_withContext);

    [Benchmark(Description = "used: another bus is open")]
    public void Emit_BesideAnotherBus() => Events.One.Emit(_event);

    [Benchmark(Description = "used: EventBus.Use")]
    public void Emit_OnABusInUse() => Events.One.Emit(_event);

    private static void Observe() => s_counter.Add(1);
}
