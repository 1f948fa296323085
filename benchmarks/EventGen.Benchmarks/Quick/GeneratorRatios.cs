using EventGen.Benchmarks.Generator;

namespace EventGen.Benchmarks.Quick;

/// <summary>What an edit may cost the generator, on a project of a thousand events.</summary>
internal static class GeneratorRatios
{
    public static IEnumerable<Ratio> All()
    {
        var project = new Lazy<GeneratedProject>(static () => new GeneratedProject());
        yield return Ratio.Of("generator, unrelated edit / cold run", 0.02, Repeat(() => project.Value.RunUnrelatedEdit()), Repeat(() => project.Value.RunCold()), operations: 1);
    }

    private static Action<int> Repeat(Action run) => times =>
    {
        for (int i = 0; i < times; i++) run();
    };
}
