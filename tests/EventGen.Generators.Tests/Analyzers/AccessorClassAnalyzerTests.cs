using System.Collections.Immutable;
using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Tests.Analyzers;

/// <summary>Classes of accessors that have one full name.</summary>
public sealed class AccessorClassAnalyzerTests
{
    private const string Friend = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Shop.Billing\")]";

    [Fact, Fires("EVG1009")]
    public async Task ClassesOfTwoReferences_AreReportedWhereTheyAreNamed()
    {
        var app = Harness("App", "App", [Contracts("Shop"), Project("Shop.Orders", "Shop", "namespace Shop; [Event] public record Moved;")]);

        var reported = await app.VerifyAsync("using Shop; class Use { object All() => (Events.Placed, Shop.[|Events|].Moved); int Events2 => 1; }");

        Assert.Equal(
            "'Shop.Events' is the accessor class of both 'Shop.Contracts' and 'Shop.Orders'; write 'App.Events', which has the events of both",
            reported[0].GetMessage());
    }

    [Fact, Fires("EVG1009")]
    public async Task ClassesOfTwoReferences_WhereTheProjectCanHaveNone_AreToBeRenamed()
    {
        var app = Harness("App", "App", [Contracts("Shop"), Project("Shop.Orders", "Shop", "namespace Shop; [Event] public record Moved;")]);

        var reported = await app.VerifyAsync("using Shop; namespace App.Events { class Mine; } class Use { object All() => Shop.[|Events|].Moved; }");

        Assert.EndsWith(
            "; name that of one of them otherwise, as with [assembly: EventGenOptions(AccessorName = \"ContractsEvents\")] in 'Shop.Contracts'",
            reported[0].GetMessage(), StringComparison.Ordinal);
    }

    [Fact, Silent("EVG1009")]
    public Task ClassesOfTwoReferences_ThatNobodyNames_AreNotReported() =>
        Harness("App", "App", [Contracts("Shop"), Project("Shop.Orders", "Shop", "namespace Shop; [Event] public record Moved;")]).VerifyAsync(
            "namespace App; [Event] public record Started; class Use { object All() => (Events.Started, Events.Placed, Events.Moved, new Shop.Placed(), new Shop.Moved()); }");

    [Theory, Silent("EVG1009")]
    [InlineData("Shop", "")]
    [InlineData("Shop", Friend)]
    [InlineData("", "")]
    [InlineData("", Friend)]
    public async Task ClassOfAReference_ThatTheProjectsOwnHides_IsMissedByNobody(string rootNamespace, string options)
    {
        const string Source = "[Event] public record Sent; class Use { object All() => (Events.Sent, Events.Placed); }";
        var billing = Harness("Shop.Billing", rootNamespace, [Contracts(rootNamespace, options)]);

        await billing.VerifyAsync(rootNamespace.Length == 0 ? Source : $"namespace {rootNamespace}; {Source}");
    }

    [Fact]
    public async Task Suppressor_SilencesTheCompilerForTheClassAlone()
    {
        var contracts = Project("Shop.Contracts", "Shop", "namespace Shop; [Event] public record Placed; public class Desk;");
        var run = (Tests.Project.Generator with
        {
            Project = Tests.Project.Setup with { AssemblyName = "Shop.Billing", RootNamespace = "Shop", References = Tests.Project.Setup.References.Add(contracts) },
            AllowedDiagnostics = ["CS0436"],
        }).Run("namespace Shop; public class Desk; class Use { object All() => (Events.Placed, new Desk()); }");

        var analysis = run.Output.WithAnalyzers([new AccessorClassSuppressor()], new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true));
        var found = (await analysis.GetAllDiagnosticsAsync(TestContext.Current.CancellationToken)).Where(static found => found.Id == "CS0436");

        Assert.Equal(
            ["Desk False", "Events True"],
            found.Where(static found => !found.Location.SourceTree!.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))
                .Select(static found => $"{found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan)} {found.IsSuppressed}").Order(StringComparer.Ordinal));
    }

    private static MetadataReference Contracts(string rootNamespace, string options = "") => Project(
        "Shop.Contracts", rootNamespace,
        $"{options} {(rootNamespace.Length == 0 ? "" : $"namespace {rootNamespace};")} [Event] public record Placed; [Event] internal record Hidden;");

    private static MetadataReference Project(string name, string rootNamespace, string source, params MetadataReference[] references)
    {
        var setup = Tests.Project.Setup with { AssemblyName = name, RootNamespace = rootNamespace };
        return (Tests.Project.Generator with { Project = setup with { References = setup.References.AddRange(references) } }).Run(source).ToReference();
    }

    private static AnalyzerHarness Harness(string name, string rootNamespace, ImmutableArray<MetadataReference> references) =>
        new(static () => new AccessorClassAnalyzer())
        {
            Project = Tests.Project.Setup with { AssemblyName = name, RootNamespace = rootNamespace, References = Tests.Project.Setup.References.AddRange(references) },
            Generators = [static () => new EventGenGenerator()],

            // The compiler's own words for it, which name no way out.
            AllowedDiagnostics = ["CS0436", "CS0433"],
        };
}
