using EventGen.Generators;
using EventGen.TestKit;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.CodeFixes.Tests;

/// <summary>The project that fixes are tried on: the library <c>Shop</c>, which references the runtime and is generated for.</summary>
internal static class Fixing
{
    public const string Placed =
        """
        namespace Shop;

        [Event]
        public sealed record Placed(int Number, string Customer);

        """;

    private static readonly CompilationSetup s_project = new CompilationSetup
    {
        ImplicitUsings =
            """
            global using System;
            global using System.Collections.Generic;
            global using System.Threading;
            global using System.Threading.Tasks;
            global using EventGen;
            """,

        // Up to C# 12 an asynchronous lambda has to say which Subscribe it means.
        LanguageVersion = LanguageVersion.CSharp13,
    }.Referencing(typeof(EventBus).Assembly, typeof(ILogger).Assembly, typeof(IServiceCollection).Assembly);

    public static CodeFixHarness Of<TAnalyzer, TFix>() where TAnalyzer : DiagnosticAnalyzer, new() where TFix : CodeFixProvider, new() => new(
        new AnalyzerHarness(static () => new TAnalyzer())
        {
            Project = s_project,
            Generators = [static () => new EventGenGenerator(), TargetingPack.CreateJsonGenerator],
        },
        static () => new TFix());

    /// <summary>A class with these members, which have <c>topic</c> and <c>e</c> at hand, and the file of its event.</summary>
    public static SourceFile[] Desk(string members) =>
    [
        Placed,
        $$"""
        namespace Shop;

        public sealed class Desk(EventTopic<Placed> topic, Placed e)
        {
        {{members}}

            private object All => (topic, e);
        }

        """,
    ];
}
