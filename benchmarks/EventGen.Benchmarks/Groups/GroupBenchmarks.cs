using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Groups;

/// <summary>An emit through a group, beside a switch written by hand.</summary>
public class GroupBenchmarks
{
    private const int Times = 8_000;

    [Benchmark(Baseline = true, OperationsPerInvoke = Times)]
    public void HandWrittenSwitch() => Family.EmitBySwitch(Times);

    [Benchmark(OperationsPerInvoke = Times)]
    public void EventGen() => Family.EmitByGroup(Times);
}
