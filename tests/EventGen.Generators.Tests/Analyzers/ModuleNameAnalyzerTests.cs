using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Analyzers;

/// <summary>Assemblies whose names differ in dots alone.</summary>
public sealed class ModuleNameAnalyzerTests
{
    [Fact]
    [Fires("EVG1018")]
    public async Task TwoReferencesWithOneModule_AreReportedAndLeftOut()
    {
        var dotted = Library("Acme.Shop", "Acme", "one");
        var plain = Library("AcmeShop", "Acme", "two");

        var reported = await Analyzer(dotted, plain).ReportedAsync("class Nothing;");
        var run = (Project.Generator with { Project = Setup("App", "App", dotted.ToReference(), plain.ToReference()) }).Run("class Nothing;");

        Assert.Equal(
            "'Acme.AcmeShopEventModule' is the module of both 'Acme.Shop' and 'AcmeShop', so generated code cannot tell them apart and leaves referenced ones out; "
            + "name one of them otherwise with [assembly: EventGenOptions(ModuleName = \"ShopModule\")] in 'Acme.Shop', or put the reference to one behind an extern alias",
            Assert.Single(reported).GetMessage());
        Assert.Empty(run.Sources);
    }

    [Fact]
    public async Task AReferenceWithTheProjectsOwnModule_IsReportedAndLeftOut()
    {
        var dotted = Library("Acme.Shop", "Acme", "one");
        var setup = Setup("AcmeShop", "Acme", dotted.ToReference());

        var reported = await (Analyzer() with { Project = setup }).ReportedAsync("namespace Acme; [Event] public record Two(int A);");
        var run = (Project.Generator with { Project = setup, AllowedDiagnostics = ["CS0436"] }).Run("namespace Acme; [Event] public record Two(int A);");

        Assert.Contains("of both 'AcmeShop' and 'Acme.Shop'", Assert.Single(reported).GetMessage());
        Assert.DoesNotContain("Include", run.Sources["AcmeShopEventModule.g.cs"]);
    }

    [Fact]
    [Silent("EVG1018")]
    public async Task ModulesThatDifferInNameOrAlias_AreFine()
    {
        var dotted = Library("Acme.Shop", "Acme", "one");
        var plain = Library("AcmeShop", "AcmeShop", "two");
        var same = Library("AcmeShop", "Acme", "two");

        Assert.Empty(await Analyzer(dotted, plain).ReportedAsync("class Nothing;"));
        Assert.Empty(await (Analyzer() with { Project = Setup("App", "App", dotted.ToReference(), same.ToReference().WithAliases(["two"])) }).ReportedAsync("class Nothing;"));
    }

    private static GeneratorRun Library(string name, string space, string id = "none") =>
        (Project.Generator with { Project = Setup(name, space) }).Run($"namespace Acme.Things; [Event(\"{id}\")] public record {name.Replace(".", "_")}(int A);");

    private static AnalyzerHarness Analyzer(params GeneratorRun[] references) => new(static () => new ModuleNameAnalyzer())
    {
        Project = Setup("App", "App", [.. references.Select(static reference => reference.ToReference())]),
        Generators = [static () => new EventGenGenerator()],
        AllowedDiagnostics = ["CS0436"],
    };

    private static CompilationSetup Setup(string name, string space, params MetadataReference[] references) =>
        Project.Setup with { AssemblyName = name, RootNamespace = space, References = Project.Setup.References.AddRange(references) };
}
