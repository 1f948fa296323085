namespace EventGen.Generators.Tests.Parsing;

/// <summary>Types that nobody knows while the generator runs.</summary>
public sealed class UnresolvedTypeTests
{
    private const string Shop = "namespace Shop { [Event] public sealed record Placed(int Number); }";

    [Fact]
    public void Handler_OfATypeThatNobodyKnows_IsLeftToTheCompiler()
    {
        var run = (Project.Generator with { AllowedDiagnostics = ["CS0246"] }).Run(
            Shop, "namespace Outside { static class Clerk { [Subscribe] internal static void Leave(Missing e) { } [Subscribe] internal static void Stay(Shop.Placed e) { } } }");

        Assert.Contains("[assembly: global::EventGen.CompilerServices.UnreadHandler(\"Outside.Clerk.Leave\")]", run.Sources["EventGen.Unread.g.cs"]);
        Assert.Contains("\"Outside.Clerk.Stay\"", run.Sources["Events.Placed.g.cs"]);
    }

    [Fact]
    public void GeneratedUsings_BringNoTypesIntoReach()
    {
        // What they brought would be unknown to this generator, and to every other.
        var run = (Project.Generator with { AllowedDiagnostics = ["CS0246"] }).Start(
            Shop, "namespace Outside { static class Clerk { [Subscribe] internal static void Leave(Placed e) { } } }");

        Assert.Contains(run.Output.GetDiagnostics(TestContext.Current.CancellationToken), static found => found.Id == "CS0246");
    }
}
