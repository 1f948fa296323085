using System.Text;
using EventGen.Benchmarks.References;
using EventGen.Benchmarks.Timing;
using EventGen.Generators;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.Benchmarks.Contracts;

/// <summary>A project of published events, ten to a file, with the context that lists them and the file of their contracts.</summary>
internal sealed class ContractProject
{
    private const int EventsPerFile = 10;
    private const int Pairs = 5;

    private readonly (string Path, string Text)[] _sources;
    private readonly (string Path, string Text)[] _generated;
    private readonly string _contracts;

    /// <param name="events">How many events it has.</param>
    public ContractProject(int events)
    {
        _sources = [.. Enumerable.Range(0, events / EventsPerFile).Select(static file => ($"File{file}.cs", Declare(file))), ("ShopJson.cs", Context(events))];
        _contracts = File(events);
        Generate(Application(_sources), isBuild: true, [new EventGenGenerator().AsSourceGenerator(), TargetingPack.CreateJsonGenerator().AsSourceGenerator()], out _generated);
        ManifestBytes = _generated.Where(static file => file.Text.Contains("ReadOnlySpan<byte> Manifest", StringComparison.Ordinal)).Sum(static file => Encoding.UTF8.GetByteCount(file.Text));
    }

    /// <summary>How large the source is of what the assembly says of its events.</summary>
    public int ManifestBytes { get; }

    /// <summary>Builds it, and takes the time of the compiler and of what contracts add.</summary>
    public BuildCost Build()
    {
        var whole = Application([.. _sources, .. _generated]);
        var compiler = ThreadCpu.Of(() => BuildCompilation.Emit(whole));
        var generator = MoreTimeOfGenerator();

        // In a build, the analyzers see the compilation that is compiled: what it knows of its declarations it finds out once, whoever asks first.
        var output = Application([.. _sources, .. _generated]);
        output.GetDeclarationDiagnostics();
        return new BuildCost(compiler, generator, Analyze(output));
    }

    // A small difference of two large times, so the median of some that are taken in turn.
    private TimeSpan MoreTimeOfGenerator() => Enumerable.Range(0, Pairs).Select(_ =>
    {
        var without = TimeOfGenerator(isBuild: false);
        return TimeOfGenerator(isBuild: true) - without;
    }).Order().ElementAt(Pairs / 2);

    private TimeSpan TimeOfGenerator(bool isBuild)
    {
        var application = Application(_sources);
        return ThreadCpu.Of(() => Generate(application, isBuild, [new EventGenGenerator().AsSourceGenerator()], out _));
    }

    private static CSharpCompilation Application((string Path, string Text)[] sources) => BuildCompilation.Create("Shop", sources, []);

    private static void Generate(CSharpCompilation compilation, bool isBuild, ISourceGenerator[] generators, out (string Path, string Text)[] generated)
    {
        var driver = CSharpGeneratorDriver.Create(
            generators, parseOptions: BuildCompilation.Language, driverOptions: new GeneratorDriverOptions(isBuild ? IncrementalGeneratorOutputKind.None : IncrementalGeneratorOutputKind.Implementation))
            .RunGeneratorsAndUpdateCompilation(compilation, out _, out var reported);
        if (!reported.IsEmpty) throw new InvalidOperationException(reported[0].ToString());
        generated = [.. driver.GetRunResult().GeneratedTrees.Select(static tree => (tree.FilePath, tree.ToString()))];
    }

    private TimeSpan Analyze(CSharpCompilation compilation)
    {
        var clock = new ActionClock();
        var analysis = compilation.WithAnalyzers(
            [new TimedAnalyzer(new ContractAnalyzer(), clock)],
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([new ContractText(_contracts)]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        var result = analysis.GetAnalysisResultAsync(CancellationToken.None).GetAwaiter().GetResult();

        // The file agrees with the types; otherwise something else is measured.
        var found = result.GetAllDiagnostics().FirstOrDefault();
        if (found is not null) throw new InvalidOperationException(found.ToString());
        return clock.Elapsed;
    }

    private static string Declare(int file) => $$"""
        using System;
        using System.Collections.Generic;
        using EventGen;

        namespace Shop.Area{{file}};

        {{string.Join("\n", Enumerable.Range(file * EventsPerFile, EventsPerFile).Select(static number => $$"""
            /// <summary>Something happened.</summary>
            [Event("happened.{{number}}"), PublishTo("queue")]
            public sealed record Happened{{number}}(Guid Id, [property: EventKey] string Customer, decimal Total, IReadOnlyList<Line{{number}}> Lines, State{{number}} State = State{{number}}.Open);

            public sealed record Line{{number}}(string Sku, int Count, DateTimeOffset? Promised);

            public enum State{{number}} { Open, Closed }

            public static class Handler{{number}}
            {
                [Subscribe]
                public static void Handle(Happened{{number}} happened)
                {
                    decimal sum = 0;
                    foreach (var line in happened.Lines) sum += line.Count * happened.Total;
                    if (sum < 0) throw new InvalidOperationException($"{happened.Customer} owes {sum:0.00}");
                }
            }
            """))}}
        """;

    private static string Context(int events) =>
        $"namespace Shop;\n{string.Concat(Enumerable.Range(0, events).Select(static number => $"[System.Text.Json.Serialization.JsonSerializable(typeof(Shop.Area{number / EventsPerFile}.Happened{number}))]\n"))}"
        + "internal sealed partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;\n";

    private static string File(int events) => $$"""
        { "format": 1, "assembly": "Shop", "events": {
        {{string.Join(",\n", Enumerable.Range(0, events).Select(static number => $$"""
            "happened.{{number}}": { "type": "Shop.Area{{number / EventsPerFile}}.Happened{{number}}", "versions": { "1": { "key": "Customer", "schema": { "$ref": "#/$defs/Happened{{number}}", "$defs": {
              "Happened{{number}}": { "type": "object", "required": ["Customer", "Id", "Lines", "Total"], "properties": {
                "Customer": { "type": "string" },
                "Id": { "type": "string", "format": "uuid" },
                "Lines": { "type": "array", "items": { "$ref": "#/$defs/Line{{number}}" } },
                "State": { "$ref": "#/$defs/State{{number}}" },
                "Total": { "type": "number", "format": "decimal" } } },
              "Line{{number}}": { "type": "object", "required": ["Count", "Sku"], "properties": {
                "Count": { "type": "integer", "format": "int32" },
                "Promised": { "type": ["string", "null"], "format": "date-time" },
                "Sku": { "type": "string" } } },
              "State{{number}}": { "type": "integer", "anyOf": [{ "const": 0, "title": "Open" }, { "const": 1, "title": "Closed" }] } } } } } }
            """))}}
        } }
        """;

    // A text of its own in each build, and one in all of it, as a compiler reads it.
    private sealed class ContractText(string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text);

        public override string Path => "eventgen.contracts.json";

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}
