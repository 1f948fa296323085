using System.Collections.Immutable;
using EventGen.Benchmarks.Timing;
using EventGen.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Benchmarks.References;

/// <summary>An application of 200 files that references a project of events, and emits and handles some of them.</summary>
/// <remarks>Each compilation starts from texts and images, as a build does.</remarks>
internal sealed class ReferencingProject
{
    private const int Files = 200;

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(EventGenGenerator).Assembly.GetTypes()
            .Where(static type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsSubclassOf(typeof(DiagnosticSuppressor)))
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private readonly byte[] _contracts;
    private readonly string[] _sources;
    private readonly string[] _generated;

    /// <param name="events">How many events are referenced.</param>
    public ReferencingProject(int events)
    {
        var contracts = BuildCompilation.Create("Contracts", [.. Enumerable.Range(0, events).Select(Declare)], []);
        _contracts = BuildCompilation.Emit(Generate(contracts, out _));
        _sources = [.. Enumerable.Range(0, Files).Select(file => Use(file, events))];
        Generate(Application(_sources), out _generated);
    }

    /// <summary>Builds the application, and takes the time of each part.</summary>
    public BuildCost Build()
    {
        // What the compiler does once the generator has run: all of it on this thread, from texts and images that nobody has read before.
        var whole = Application([.. _sources, .. _generated]);
        var compiler = ThreadCpu.Of(() => BuildCompilation.Emit(whole));

        var application = Application(_sources);
        Compilation output = application;
        var generator = ThreadCpu.Of(() => output = Generate(application, out _));

        // In a build, the analyzers see the compilation that is compiled: what it knows of its declarations it finds out once, whoever asks first.
        output.GetDeclarationDiagnostics();
        return new BuildCost(compiler, generator, Analyze(output));
    }

    private CSharpCompilation Application(string[] sources) =>
        BuildCompilation.Create("Acme.App", sources, [MetadataReference.CreateFromImage(_contracts)]);

    private static Compilation Generate(CSharpCompilation compilation, out string[] generated)
    {
        var driver = CSharpGeneratorDriver.Create([new EventGenGenerator().AsSourceGenerator()], parseOptions: BuildCompilation.Language)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        generated = [.. driver.GetRunResult().GeneratedTrees.Select(static tree => tree.ToString())];
        return output;
    }

    private static TimeSpan Analyze(Compilation compilation)
    {
        var clock = new ActionClock();
        var analysis = compilation.WithAnalyzers(
            [.. s_analyzers.Select(analyzer => (DiagnosticAnalyzer)new TimedAnalyzer(analyzer, clock))],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        var result = analysis.GetAnalysisResultAsync(CancellationToken.None).GetAwaiter().GetResult();
        var found = result.GetAllDiagnostics().FirstOrDefault(static found => found.Severity >= DiagnosticSeverity.Warning);
        if (found is not null) throw new InvalidOperationException(found.ToString());
        return clock.Elapsed;
    }

    private static string Declare(int number) => $"""
        using System;
        using EventGen;

        namespace Contracts;

        /// <summary>Something happened.</summary>
        [Event]
        public sealed record Happened{number}(Guid Id, string Text, decimal? Price = null);
        """;

    // Ordinary code, about 80 lines a file; each file emits five events, and one in ten handles one.
    private static string Use(int file, int events) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using EventGen;
        using Contracts;

        namespace Acme.App.Area{{file / 10}};

        public sealed record Line{{file}}(string Name, int Count, decimal Price);

        public sealed class Basket{{file}}
        {
            private readonly Dictionary<string, Line{{file}}> _lines = new(StringComparer.Ordinal);
        {{string.Concat(Enumerable.Range(0, 5).Select(number => $$"""

                public decimal Sum{{number}}(decimal rate)
                {
                    decimal sum = 0;
                    foreach (var line in _lines.Values.Where(line => line.Count > {{number}}).OrderBy(line => line.Name, StringComparer.Ordinal))
                    {
                        if (line.Price < 0) throw new InvalidOperationException($"'{line.Name}' costs {line.Price}");
                        sum += line.Count * line.Price * rate;
                    }

                    Events.Happened{{(file * 5 + number) % events}}.Emit(new Happened{{(file * 5 + number) % events}}(Guid.NewGuid(), $"sum {sum:0.00}", sum));
                    return Math.Round(sum, 2);
                }
            """))}}

            public void Add(string name, int count, decimal price) =>
                _lines[name] = _lines.TryGetValue(name, out var line) ? line with { Count = line.Count + count } : new Line{{file}}(name, count, price);
        }
        {{(file % 10 != 0 ? "" : $$"""

            public static class Audit{{file}}
            {
                [Subscribe] public static void Note(Happened{{file * 5 % events}} e) => Console.WriteLine(e.Text);
            }
            """)}}
        """;
}
