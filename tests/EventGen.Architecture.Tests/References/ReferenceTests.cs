using System.Text.RegularExpressions;

namespace EventGen.Architecture.Tests;

/// <summary>Who may reference whom.</summary>
public sealed partial class ReferenceTests
{
    [Fact]
    public void EventGen_ReferencesNoneOfOurProjects() =>
        Assert.DoesNotContain(Shipped("EventGen").Projects, static link => link.IsAssembly);

    [Fact]
    public void EventGen_ReferencesOnlyAbstractionsOfMicrosoftExtensions_AndWhatDotNet10HasInItself() =>
        Assert.All(
            Shipped("EventGen").Packages.Where(static package => package != "System.Diagnostics.DiagnosticSource"),
            static package => Assert.Matches(ExtensionsAbstractions(), package));

    [Fact]
    public void EventGen_IsCompiledAgainstNothingElse() =>
        Assert.All(
            ProductAssembly.Named("EventGen").References.Where(static reference => !ProductAssembly.IsPartOfDotNet(reference)),
            static reference => Assert.Matches(ExtensionsAbstractions(), reference));

    [Fact]
    public void Hosting_ReferencesOfOursOnlyEventGen() =>
        Assert.Equal(["EventGen"], Shipped("EventGen.Hosting").Projects.Where(static link => link.IsAssembly).Select(static link => link.Name));

    [Fact]
    public void PublishersAndStores_ReferenceTheRuntimeTheHostingAndTheirOwnBaseNeverOneAnother()
    {
        // EventGen.Outbox.Sqlite stands on EventGen.Outbox, and on no publisher; the dashboard on the endpoints that it shows.
        var forbidden =
            from project in ProjectFile.Shipped()
            where project.Name is not ("EventGen" or "EventGen.Hosting" or "EventGen.Cli")   // the command is no package to build on: it looks into all of them
            from link in project.Projects
            where link.IsAssembly && link.Name is not ("EventGen" or "EventGen.Hosting") && !project.Name.StartsWith(link.Name + ".", StringComparison.Ordinal)
                && (project.Name, link.Name) is not ("EventGen.Dashboard", "EventGen.AspNetCore")
            select $"{project.Name} -> {link.Name}";

        Findings.AssertNone(forbidden);
    }

    [Fact]
    public void ShippedAssemblies_ShowTheirInternalsToTestProjectsAlone()
    {
        var friends =
            from project in ProjectFile.Under("src")
            from friend in project.Friends
            where !friend.EndsWith(".Tests", StringComparison.Ordinal)
            select $"{project.Path} -> {friend}: what it needs is public API, with documentation";

        Findings.AssertNone(friends);
    }

    [Fact]
    public void Src_ReferencesNoGeneratorAsAnAssembly()
    {
        var referenced =
            from project in ProjectFile.Under("src")
            from link in project.Projects
            where link.IsAssembly && link.Include.Contains("/generators/", StringComparison.Ordinal)
            select $"{project.Path} -> {link.Include}: needs ReferenceOutputAssembly=\"false\"";

        Findings.AssertNone(referenced);
    }

    [Fact]
    public void ShippedAssemblies_AreCompiledAgainstNoGenerator() =>
        Assert.All(
            ProjectFile.Shipped(),
            static project => Assert.DoesNotContain(
                ProductAssembly.Named(project.Name).References,
                static reference => reference.StartsWith("EventGen.Generators", StringComparison.Ordinal)
                    || reference.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)));

    [Fact]
    public void Generator_HasNoWorkspaces()
    {
        // A compiler that loads the generator has no Workspaces beside it (RS1038).
        Assert.DoesNotContain(
            ProductAssembly.Named("EventGen.Generators").References,
            static reference => reference.Contains("Workspaces", StringComparison.Ordinal));
        ProjectFile generator = Assert.Single(ProjectFile.Under("generators"), static project => project.Name == "EventGen.Generators");
        Assert.DoesNotContain(generator.Packages, static package => package.Contains("Workspaces", StringComparison.Ordinal));
        Assert.Empty(generator.Projects);
    }

    [Fact]
    public void Generator_IsCompiledForEveryCompiler() =>
        Assert.Contains("netstandard", ProductAssembly.Named("EventGen.Generators").References);

    [Fact]
    public void TestsAndWhatIsShipped_AreInTheSolution()
    {
        string solution = ProductTree.Read("EventGen.sln").Replace('\\', '/');

        // What is shipped is analysed there alone: the tests pack it without.
        Assert.All(
            [.. ProjectFile.Under("tests").Where(static project => project.Name.EndsWith(".Tests", StringComparison.Ordinal)), .. ProjectFile.Shipped()],
            project => Assert.Contains($"\"{project.Path}\"", solution));
    }

    private static ProjectFile Shipped(string name) => Assert.Single(ProjectFile.Shipped(), project => project.Name == name);

    [GeneratedRegex(@"^Microsoft\.Extensions\.([A-Za-z]+\.)+Abstractions$")]
    private static partial Regex ExtensionsAbstractions();
}
