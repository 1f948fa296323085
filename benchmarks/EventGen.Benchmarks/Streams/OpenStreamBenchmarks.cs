using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Streams;

/// <summary>A stream that is opened and disposed while others are open.</summary>
public class OpenStreamBenchmarks
{
    private Readers _others = null!;

    [Params(0, 1_000, 10_000)]
    public int Others { get; set; }

    [GlobalSetup]
    public void Setup() => _others = new Readers(Others);

    [GlobalCleanup]
    public void Cleanup() => _others.Dispose();

    [Benchmark]
    public void OpenAndDispose() => Events.Streamed.Stream().Dispose();
}
