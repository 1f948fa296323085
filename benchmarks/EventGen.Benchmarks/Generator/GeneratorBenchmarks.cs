using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Microsoft.CodeAnalysis;

namespace EventGen.Benchmarks.Generator;

/// <summary>What the generator costs the compiler and the editor, on a project of a thousand events with a handler each.</summary>
[SimpleJob(RunStrategy.Throughput, warmupCount: 3, iterationCount: 10)]
public class GeneratorBenchmarks
{
    private GeneratedProject _project = null!;

    [GlobalSetup]
    public void Setup() => _project = new GeneratedProject();

    [Benchmark(Baseline = true)]
    public GeneratorDriver Cold() => _project.RunCold();

    [Benchmark]
    public GeneratorDriver BodyEdit() => _project.RunBodyEdit();

    [Benchmark]
    public GeneratorDriver UnrelatedEdit() => _project.RunUnrelatedEdit();

    [Benchmark]
    public GeneratorDriver RelatedEdit() => _project.RunRelatedEdit();
}
