using System.Collections.Immutable;
using EventGen.Benchmarks.Timing;
using EventGen.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Benchmarks.References;

/// <summary>A project that is built with EventGen's generator and analyzers. Each build starts from texts and images that nobody has read before.</summary>
internal sealed class ProjectBuild
{
    // Those that a build runs: the compiler leaves out what could only show suggestions, which it does not print.
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(EventGenGenerator).Assembly.GetTypes()
            .Where(static type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsSubclassOf(typeof(DiagnosticSuppressor)))
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
            .Where(static analyzer => analyzer.SupportedDiagnostics.Any(static rule => rule.DefaultSeverity >= DiagnosticSeverity.Warning)),
    ];

    private readonly string _name;
    private readonly string[] _sources;
    private readonly byte[][] _references;
    private readonly (string Hint, string Text)[] _generated;

    /// <param name="name">The name of its assembly.</param>
    /// <param name="sources">Its files.</param>
    /// <param name="references">The images of what it references, besides the framework and EventGen.</param>
    public ProjectBuild(string name, string[] sources, byte[][] references)
    {
        (_name, _sources, _references) = (name, sources, references);
        var driver = Generate(new EventGenGenerator(), Compilation(sources), out var output);
        _generated = [.. driver.GetRunResult().Results[0].GeneratedSources.Select(static source => (source.HintName, source.SourceText.ToString()))];
        Image = BuildCompilation.Emit(output);
    }

    /// <summary>The assembly.</summary>
    public byte[] Image { get; }

    /// <summary>Builds it, and takes the time of each part.</summary>
    /// <remarks>
    /// The compiler's is the whole way from texts to an assembly with symbols. What the generator and the analyzers work on shares its trees and
    /// references with it, as in a build: the nodes and referenced types that both need are made once, so they do not count a second time.
    /// </remarks>
    public BuildCost Take()
    {
        CSharpCompilation whole = null!;
        var compiler = ThreadCpu.Of(() =>
        {
            whole = Compilation([.. _sources, .. _generated.Select(static file => file.Text)]);
            BuildCompilation.Emit(whole);
        });

        var generator = TimeOf(new EventGenGenerator(), whole, out var output);
        var floor = new FloorCost(
            TimeOf(new FloorGenerator(readsSymbols: false, []), whole, out _),
            TimeOf(new FloorGenerator(readsSymbols: false, _generated), whole, out _),
            TimeOf(new FloorGenerator(readsSymbols: true, _generated), whole, out _));

        // In a build, the analyzers see the compilation that is compiled: what it knows of its declarations it finds out once, whoever asks first.
        output.GetDeclarationDiagnostics();
        output.Assembly.GetAttributes();
        return new BuildCost(compiler, generator, Analyze(output), floor);
    }

    private CSharpCompilation Compilation(string[] sources) =>
        BuildCompilation.Create(_name, sources, Array.ConvertAll(_references, static image => (MetadataReference)MetadataReference.CreateFromImage(image)));

    // Of the files alone, which nobody has bound yet in that compilation.
    private TimeSpan TimeOf(IIncrementalGenerator generator, CSharpCompilation whole, out Compilation output)
    {
        var written = whole.RemoveSyntaxTrees(whole.SyntaxTrees.Skip(_sources.Length));
        Compilation generated = written;
        var time = ThreadCpu.Of(() => Generate(generator, written, out generated));
        output = generated;
        return time;
    }

    private static GeneratorDriver Generate(IIncrementalGenerator generator, CSharpCompilation compilation, out Compilation output) =>
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: BuildCompilation.Language)
            .RunGeneratorsAndUpdateCompilation(compilation, out output, out _);

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
}
