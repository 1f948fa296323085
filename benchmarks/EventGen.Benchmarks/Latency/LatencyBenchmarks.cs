using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;

namespace EventGen.Benchmarks.Latency;

/// <summary>From the enqueue to the start of the handler, when the last event is long past and workers or readers sleep. Each iteration is one event.</summary>
[Config(typeof(Percentiles))]
[SimpleJob(RunStrategy.Monitoring, warmupCount: 100, iterationCount: 1000, invocationCount: 1)]
public class LatencyBenchmarks
{
    private IdleBus _bus = null!;
    private IdleChannel _channel = null!;

    [GlobalSetup]
    public void Setup() => (_bus, _channel) = (new IdleBus(), new IdleChannel());

    [GlobalCleanup]
    public void Cleanup()
    {
        _bus.Dispose();
        _channel.Dispose();
    }

    /// <summary>Long enough for every worker to fall asleep.</summary>
    [IterationSetup]
    public void Rest() => Thread.Sleep(1);

    [Benchmark(Baseline = true)]
    public long BoundedChannel() => Measure(_channel);

    [Benchmark]
    public long EventGen() => Measure(_bus);

    private static long Measure(IIdle idle)
    {
        var e = new Timed();
        idle.Enqueue(e);
        return e.WaitForStart();
    }

    private sealed class Percentiles : ManualConfig
    {
        public Percentiles() => AddColumn(StatisticColumn.P50, StatisticColumn.P90, StatisticColumn.P95, StatisticColumn.P100);
    }
}
