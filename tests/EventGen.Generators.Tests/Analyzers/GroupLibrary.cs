using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

/// <summary>Another project, <c>Contracts</c>, with a published group and two events of it.</summary>
internal static class GroupLibrary
{
    private static readonly Lazy<GeneratorRun> s_contracts = new(static () =>
        (Project.Generator with { Project = Project.Setup with { AssemblyName = "Contracts", RootNamespace = "Contracts" } }).Run(
            """
            namespace Contracts;
            [EventGroup, PublishTo("redis")] public interface ITracked;
            [Event] public sealed record Ended : ITracked;
            public static class Trips { [Event] public sealed record Started : ITracked; }
            """));

    public static CompilationSetup Referenced(CompilationSetup project) => project with { References = project.References.Add(s_contracts.Value.ToReference()) };
}
