using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Streams;

/// <summary>An emit to streams, from one to very many, each of which is then read.</summary>
public class EmitToStreamsBenchmarks
{
    private Readers _readers = null!;

    [Params(1, 64, 10_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup() => _readers = new Readers(Count);

    [GlobalCleanup]
    public void Cleanup() => _readers.Dispose();

    [Benchmark]
    public void EmitAndRead()
    {
        _readers.Emit();
        _readers.Read();
    }
}
