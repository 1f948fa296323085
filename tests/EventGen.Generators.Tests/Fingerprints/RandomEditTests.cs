using System.Globalization;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Fingerprints;

/// <summary>Whatever is typed, wherever: the generator, which goes on from what it knows, writes what one writes that knows nothing.</summary>
/// <remarks>
/// <c>EVENTGEN_EDIT_SEED</c> repeats the one project whose failure named it; <c>EVENTGEN_EDIT_SEEDS</c> is how many are
/// edited otherwise, each from another seed.
/// </remarks>
public sealed class RandomEditTests
{
    private const int Edits = 120;

    [Fact]
    public void Edits_AnywhereInAProject_WriteWhatAColdRunWrites() => ForEachSeed(EditProject);

    [Fact]
    public void Edits_OfWhatOtherFilesName_WriteWhatAColdRunWrites() => ForEachSeed(static seed =>
    {
        var project = new VariedProject(new Random(seed));
        Follow(seed, project.RunCold(), project.Edit, project.RunCold, project);
    });

    private static void ForEachSeed(Action<int> edit)
    {
        int projects = Read("EVENTGEN_EDIT_SEEDS") ?? 1;
        int[] seeds = Read("EVENTGEN_EDIT_SEED") is { } seed ? [seed] : [.. Enumerable.Range(0, projects).Select(static _ => Random.Shared.Next())];
        foreach (int one in seeds) edit(one);
    }

    private static void EditProject(int seed)
    {
        var project = new EditedProject(new Random(seed));
        Follow(seed, project.RunCold(), project.Edit, project.RunCold, project);
        Assert.True(project.InBodies > 0, $"EVENTGEN_EDIT_SEED={seed}: no edit left an fingerprint as it was, so nothing was reused.");
    }

    private static void Follow(int seed, GeneratorRun run, Func<GeneratorRun, GeneratorRun> edit, Func<GeneratorRun> runCold, object project)
    {
        for (int i = 1; i <= Edits; i++)
        {
            run = edit(run);
            var cold = runCold();

            string where = $"EVENTGEN_EDIT_SEED={seed}, edit {i}:\n{project}\n\n";
            Assert.True(run.Exception is null, $"{where}{run.Exception}");
            var different = run.Sources.Except(cold.Sources).Concat(cold.Sources.Except(run.Sources));
            Assert.True(run.Sources.SequenceEqual(cold.Sources), $"{where}Written, and written cold:\n{string.Join("\n", different)}");
        }
    }

    private static int? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
