using EventGen.Benchmarks.Generator;

namespace EventGen.Benchmarks.Quick;

/// <summary>What an edit may cost the generator, on a project of a thousand events.</summary>
internal static class GeneratorRatios
{
    // Some in a row, as somebody types: the garbage of the cold run before is not theirs.
    private const int Edits = 20;

    public static IEnumerable<Ratio> All()
    {
        var project = new Lazy<GeneratedProject>(static () => new GeneratedProject());
        yield return Of("generator, edit of a body / cold run", 0.02, Edits, () => project.Value.RunBodyEdit(), project);
        yield return Of("generator, unrelated declaration / cold run", 0.05, Edits, () => project.Value.RunUnrelatedEdit(), project);
        // A file of ten events and their handlers.
        yield return Of("generator, changed event / cold run", 0.15, Edits, () => project.Value.RunRelatedEdit(), project);
    }

    private static Ratio Of(string name, double limit, int edits, Action edit, Lazy<GeneratedProject> project) =>
        new(name, limit, _ => Ratio.Time(Repeat(edit))(edits), Ratio.Time(Repeat(() => project.Value.RunCold())), Operations: 1);

    private static Action<int> Repeat(Action run) => times =>
    {
        for (int i = 0; i < times; i++) run();
    };
}
