using EventGen.TestKit;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Tests.Analyzers;

/// <summary>A project whose calls are under test: an event with parts, and a topic of it.</summary>
internal static class UsageProject
{
    public const string Placed =
        """
        namespace Shop;

        [Event] public sealed record Placed(int Number, string Customer);
        """;

    public static AnalyzerHarness With<TAnalyzer>() where TAnalyzer : DiagnosticAnalyzer, new() => new(static () => new TAnalyzer())
    {
        // Up to C# 12 an asynchronous lambda has to say which Subscribe it means.
        Project = Project.Setup with { LanguageVersion = LanguageVersion.CSharp13 },
        Generators = [static () => new EventGenGenerator()],

        // The compiler's word for a lost task in an asynchronous method, and for one without await.
        AllowedDiagnostics = ["CS4014", "CS1998"],
    };

    /// <summary>A class with these members, which have <c>topic</c>, <c>bus</c> and <c>e</c> at hand.</summary>
    public static string Class(string members) =>
        $$"""
        namespace Shop;

        public sealed class Desk(EventTopic<Placed> topic, EventBus bus, Placed e)
        {
            {{members}}
            private object All => (topic, bus, e);
        }
        """;
}
