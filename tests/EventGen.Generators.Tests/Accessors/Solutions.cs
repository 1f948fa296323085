using EventGen.TestKit;

namespace EventGen.Generators.Tests.Accessors;

/// <summary>Projects that reference one another, each with what was generated for it.</summary>
internal static class Solutions
{
    public const string Friends = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Acme.Web\"), System.Runtime.CompilerServices.InternalsVisibleTo(\"Acme.Tests\")]";

    /// <summary>A project whose root namespace is its name, unless it is given.</summary>
    public static GeneratorHarness Named(string name, string? rootNamespace = null) =>
        Project.Generator with { Project = Project.Setup with { AssemblyName = name, RootNamespace = rootNamespace ?? name } };

    /// <summary>The same with all of them referenced, as the SDK references what projects reference in turn.</summary>
    public static GeneratorHarness Referencing(this GeneratorHarness project, params GeneratorRun[] references) =>
        references.Aggregate(project, static (harness, run) => harness.Referencing(run));

    public static GeneratorRun Contracts(string rootNamespace = "Acme.Contracts", string options = "") => Named("Acme.Contracts", rootNamespace).Run(
        $$"""
        {{Friends}}
        {{options}}
        namespace Acme.Contracts
        {
            /// <summary>A customer placed an order.</summary>
            [Event] public sealed record OrderPlaced(int Number) : IOrderEvent;
            [Event] internal sealed record PriceChanged(int Cents);
            [EventGroup] public interface IOrderEvent;
        }
        """);
}
