using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Emission;

/// <summary>Whatever legal names a project has, what is generated for it compiles without a warning.</summary>
public sealed class HostileNameTests
{
    private static readonly GeneratorHarness s_generator = Project.Generator with
    {
        // What the sources themselves do: names in small letters, names that hide others, parameters that nobody reads.
        AllowedDiagnostics = ["CS8981", "CS0108", "CS0114", "CS8907", "CS9113", "CS8860", "CS1701"],
    };

    public static TheoryData<int> Seeds
    {
        get
        {
            int first = Environment.GetEnvironmentVariable("EVENTGEN_SEED") is { Length: > 0 } asked ? int.Parse(asked) : Random.Shared.Next(1_000_000);
            return [.. Enumerable.Range(first, int.Parse(Environment.GetEnvironmentVariable("EVENTGEN_PROJECTS") ?? "12"))];
        }
    }

    /// <summary>Repeat one with <c>EVENTGEN_SEED</c> and <c>EVENTGEN_PROJECTS=1</c>; try many with a high number.</summary>
    [Theory]
    [MemberData(nameof(Seeds), DisableDiscoveryEnumeration = true)]
    public void Project_OfHostileNames_Compiles(int seed)
    {
        var project = new HostileProject(new Random(seed));
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");

        var run = s_generator.Start([.. project.Files]);

        Assert.True(run.Exception is null, $"Seed {seed}: {run.Exception}\n{project.Text}");
        Assert.True(run.CompilerDiagnostics.IsEmpty, $"Seed {seed}: {string.Join("\n", run.CompilerDiagnostics.Select(found => $"{found}\n    {LineOf(found)}"))}");
        Assert.NotEmpty(run.Sources);
    }

    private static string LineOf(Diagnostic found) =>
        found.Location.SourceTree?.GetText().Lines.GetLineFromPosition(found.Location.SourceSpan.Start).ToString().Trim() ?? "";
}
