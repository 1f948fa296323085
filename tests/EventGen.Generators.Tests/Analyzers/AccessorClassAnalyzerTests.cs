using System.Collections.Immutable;
using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class AccessorClassAnalyzerTests
{
    private const string Friend = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Shop.Billing\")]";

    [Fact, Fires("EVG1009")]
    public async Task AccessorClassOfAReference_InOnesOwnNamespace_IsReportedAtTheFirstEvent()
    {
        var billing = Harness("Shop.Billing", "Shop", [Contracts("Shop")]);

        var reported = await billing.VerifyAsync("namespace Shop; [Event] public record Sent; [Event] public record [|Paid|]; class Use { object All() => (Events.Sent, Events.Paid); }");

        Assert.Equal(
            "'Shop.Events' is the accessor class of both 'Shop.Billing' and 'Shop.Contracts'; name that of one of them otherwise, "
            + "as with [assembly: EventGenOptions(AccessorName = \"BillingEvents\")] in 'Shop.Billing'",
            Assert.Single(reported).GetMessage());
    }

    [Fact, Fires("EVG1009")]
    public async Task AccessorClassesOfTwoReferences_AreReportedWhereTheyAreNamed()
    {
        var app = Harness("App", "App", [Contracts("Shop"), Project("Shop.Orders", "Shop", "namespace Shop; [Event] public record Moved;")]);

        var reported = await app.VerifyAsync("using Shop; class Use { object All() => ([|Events|].Placed, Shop.[|Events|].Moved); int Events2 => 1; }");

        Assert.StartsWith("'Shop.Events' is the accessor class of both 'Shop.Contracts' and 'Shop.Orders';", reported[0].GetMessage(), StringComparison.Ordinal);
    }

    [Fact, Silent("EVG1009")]
    public Task AccessorClassesOfTwoReferences_ThatNobodyNames_AreNotReported() =>
        Harness("App", "App", [Contracts("Shop"), Project("Shop.Orders", "Shop", "namespace Shop; [Event] public record Moved;")])
            .VerifyAsync("namespace App; [Event] public record Started; class Use { object All() => (Events.Started, new Shop.Placed(), new Shop.Moved()); }");

    [Theory, Silent("EVG1009")]
    [InlineData("Shop", "Shop.Billing", "")]
    [InlineData("Shop.Contracts", "Shop", Friend)]
    [InlineData("Shop", "Shop.Tests", Friend)]
    [InlineData("Shop", "Shop", "[assembly: EventGenOptions(AccessorName = \"ContractEvents\")]")]
    [InlineData("Shop", "Shop", "[assembly: EventGenOptions(Namespace = \"Shop.Contracts\")]")]
    public Task AccessorClassesOfTwoNames_AreNotReported(string theirs, string own, string options) =>
        Harness("Shop.Billing", own, [Contracts(theirs, options)]).VerifyAsync($"namespace {own}; [Event] public record Sent;");

    [Fact, Silent("EVG1009")]
    public Task AccessorClassThatIsNamedOtherwise_IsNotReported() => Harness("Shop.Billing", "Shop", [Contracts("Shop")]).VerifyAsync(
        "[assembly: EventGenOptions(AccessorName = \"BillingEvents\")] namespace Shop { [Event] public record Sent; class Use { object All() => (BillingEvents.Sent, Events.Placed); } }");

    [Fact, Silent("EVG1009")]
    public Task ReferenceWithoutEvents_IsNotReported() =>
        Harness("Shop.Billing", "Shop", [Project("Shop.Middle", "Shop", "namespace Shop; public static class H;", Contracts("Other"))])
            .VerifyAsync("namespace Shop; [Event] public record Sent; class Use { object All() => Events.Sent; }");

    [Fact, Silent("EVG1009")]
    public Task ReferenceBehindAnExternAlias_IsNotReported() =>
        Harness("Shop.Billing", "Shop", [Contracts("Shop").WithAliases(["contracts"])]).VerifyAsync(
            "extern alias contracts; namespace Shop { [Event] public record Sent; class Use { object All() => (Events.Sent, contracts::Shop.Events.Placed); } }");

    private static MetadataReference Contracts(string rootNamespace, string options = "") =>
        Project("Shop.Contracts", rootNamespace, $"{options} namespace {rootNamespace} {{ [Event] public record Placed; [Event] internal record Hidden; }}");

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
