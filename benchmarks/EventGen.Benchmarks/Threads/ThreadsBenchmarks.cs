using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Threads;

/// <summary>Several threads emit on one topic: the cost of one emit, all threads' emits counted. With nothing shared it falls with the number of cores.</summary>
public class ThreadsBenchmarks
{
    private const int Emits = 8_000_000;

    private readonly Action<Shared> _delegate = Shared.Count;
    private Crew _crew = null!;

    [Params(1, 2, 8)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup() => _crew = new Crew(Threads);

    [Benchmark(Baseline = true, OperationsPerInvoke = Emits)]
    public void Delegate() => _crew.Run(e =>
    {
        for (int i = 0; i < Emits / Threads; i++) _delegate(e);
    });

    [Benchmark(OperationsPerInvoke = Emits)]
    public void EventGen() => _crew.Run(e =>
    {
        for (int i = 0; i < Emits / Threads; i++) Events.Shared.Emit(e);
    });
}
