using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using static EventGen.Generators.Tests.Accessors.Solutions;

namespace EventGen.Generators.Tests.Accessors;

/// <summary>The global alias of the class of accessors, and the projects that can have none.</summary>
public sealed class AliasTests
{
    private const string Own = "namespace Acme.Web { [Event] public record CartFilled(int Items); }";

    [Fact]
    public void ImportedClassesOfThatName_LoseAgainstTheAlias() => Named("Acme.Web").Referencing(Contracts()).Run(
        Own, "using Acme.Contracts; using Acme.Web; class Program { void Main() { Events.CartFilled.Emit(items: 1); Events.OrderPlaced.Emit(number: 2); } }");

    [Fact]
    public void EmptyRootNamespace_NeedsNoAlias()
    {
        var run = Named("Acme.Web", "").Referencing(Contracts()).Run(
            "[Event] public record CartFilled(int Items);",
            "using Acme.Contracts; namespace Acme.Pages { class Cart { void Fill() { Events.CartFilled.Emit(items: 1); Events.OrderPlaced.Emit(number: 2); } } }");

        Assert.DoesNotContain("global using Events", run.Sources["EventGen.Usings.g.cs"]);
    }

    [Fact]
    public void EmptyRootNamespaces_OfSeveralProjects_HideOneAnotherQuietly()
    {
        var contracts = Named("Acme.Contracts", "").Run($"{Friends} [Event] public record OrderPlaced(int Number); [Event] internal record PriceChanged(int Cents);");

        var web = AllowingHidden(Named("Acme.Web", "")).Referencing(contracts).Run(
            "[Event] public record CartFilled(int Items);", "class Cart { void Fill() { Events.CartFilled.Emit(items: 1); Events.OrderPlaced.Emit(number: 2); Events.PriceChanged.Emit(cents: 3); } }");

        AssertHidesInHandWrittenCodeAlone(web);
    }

    [Theory]
    [InlineData("using Events = Acme.Contracts.Events;")]
    [InlineData("using Events = Acme.Web.Events;")]
    [InlineData("global using Events = Acme.Web.Events;")]
    [InlineData("using Events = System.Console;")]
    [InlineData("extern alias Events;")]
    public void AliasOfAFile_KeepsTheProjectsAway(string alias)
    {
        var contracts = Contracts();
        var web = Named("Acme.Web").Referencing(contracts);
        if (alias.StartsWith("extern", StringComparison.Ordinal))
            web = web with { Project = web.Project with { References = web.Project.References.SetItem(0, web.Project.References[0].WithAliases(["global", "Events"])) } };

        var run = web.Run(Own, $"{alias} class Elsewhere;", "namespace Acme.Web { class Cart { object All() => (Events.CartFilled, Events.OrderPlaced); } }");

        Assert.DoesNotContain("global using Events", run.Sources["EventGen.Usings.g.cs"]);
    }

    [Fact]
    public void AliasInsideANamespace_IsNotInTheWay() => Named("Acme.Web").Referencing(Contracts()).Run(
        Own,
        "namespace Elsewhere { using Events = Acme.Contracts.Events; class One { object All() => Events.OrderPlaced; } }",
        "class Other { object All() => Events.CartFilled; }");

    [Theory]
    [InlineData("class Events;")]
    [InlineData("namespace Events { class Elsewhere; }")]
    public void NameInTheGlobalNamespace_KeepsTheAliasAway(string declared)
    {
        var run = Named("Acme.Web").Referencing(Contracts()).Run(Own, declared, "namespace Acme.Web.Pages { class Cart { object All() => (Events.CartFilled, Events.OrderPlaced); } }");

        Assert.DoesNotContain("global using Events", run.Sources["EventGen.Usings.g.cs"]);
    }

    [Fact]
    public void NameInTheGlobalNamespaceOfAReference_KeepsTheAliasAwayWhereItCanBeSeen()
    {
        var open = Named("Acme.Open", "").Run("[Event] public record Opened;");
        var closed = Named("Acme.Closed", "").Run("[Event] internal record Closed;");

        var seen = Named("Acme.Web").Referencing(open).Run(Own, "class Use { object All() => (Events.Opened, Acme.Web.Events.Opened, Acme.Web.Events.CartFilled); }");
        Assert.DoesNotContain("global using Events", seen.Sources["EventGen.Usings.g.cs"]);
        Named("Acme.Web").Referencing(closed).Run(Own, "namespace Acme.Web { class Use { object All() => (Events.CartFilled, Acme.Web.Events.CartFilled); } }");
    }

    [Fact]
    public void RootNamespaceOfThatName_NeedsNoAlias() =>
        Named("Events").Referencing(Contracts()).Run("namespace Events { [Event] public record Opened; class Use { object All() => (Events.Opened, Events.OrderPlaced); } }");

    [Fact]
    public void OneRootNamespace_BetweenFriends_HidesInHandWrittenCodeAlone()
    {
        var web = AllowingHidden(Named("Acme.Web", "Acme.Contracts")).Referencing(Contracts()).Run(
            "namespace Acme.Contracts { [Event] public record CartFilled(int Items); }",
            "namespace Acme.Contracts { class Cart { object All() => (Events.CartFilled, Events.OrderPlaced, Events.PriceChanged); } }",
            "class Program { void Main() { Events.CartFilled.Emit(items: 1); Events.OrderPlaced.Emit(number: 2); Events.PriceChanged.Emit(cents: 3); } }");
        AssertHidesInHandWrittenCodeAlone(web);

        var without = AllowingHidden(Named("Acme.Tests", "Acme.Contracts")).Referencing(Contracts(), web).Run(
            "class Tests { void All() { Events.CartFilled.Emit(items: 1); Events.OrderPlaced.Emit(number: 2); Events.PriceChanged.Emit(cents: 3); } }");
        AssertHidesInHandWrittenCodeAlone(without);
    }

    [Fact]
    public void OneRootNamespace_OfTwoReferences_IsReachedThroughTheProjectsOwnClass()
    {
        var one = Named("Acme.One", "Acme").Run("namespace Acme; [Event] public record Moved(int Steps);");
        var other = Named("Acme.Other", "Acme").Run("namespace Acme; [Event] public record Paid(int Cents);");

        Named("App").Referencing(one, other).Run("using Acme; class Use { void All() { Events.Moved.Emit(steps: 1); Events.Paid.Emit(cents: 2); } }");
    }

    private static GeneratorHarness AllowingHidden(GeneratorHarness project) => project with { AllowedDiagnostics = ["CS0436"] };

    private static void AssertHidesInHandWrittenCodeAlone(GeneratorRun run) => Assert.All(
        run.Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(static found => found.Id == "CS0436" && !found.IsSuppressed),
        static found => Assert.DoesNotContain(".g.cs", found.Location.SourceTree!.FilePath, StringComparison.Ordinal));
}
