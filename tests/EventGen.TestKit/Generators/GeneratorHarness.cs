using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.TestKit;

/// <summary>Compiles sources with a generator and holds it to what every run must satisfy.</summary>
/// <remarks>
/// <see cref="Run(SourceFile[])"/> fails when the generator throws, when the sources and the output do not compile without a
/// warning, when a named step is not cached after an unrelated edit, when one keeps a symbol, a node or a location, or when the
/// output depends on the order of the files.
/// Immutable and thread-safe; a test class keeps one and varies it with <see langword="with"/>.
/// </remarks>
/// <param name="Create">Makes the generator under test.</param>
public sealed record GeneratorHarness(Func<IIncrementalGenerator> Create)
{
    /// <summary>The project the sources belong to.</summary>
    public CompilationSetup Project { get; init; } = new();

    /// <summary>Generators that run beside the one under test, such as <see cref="TargetingPack.CreateJsonGenerator"/>.</summary>
    public ImmutableArray<Func<IIncrementalGenerator>> Beside { get; init; } = [];

    /// <summary>Named steps that must take part in every run: a step that nothing consumes is not tracked, and would pass unseen.</summary>
    public ImmutableArray<string> RequiredSteps { get; init; } = [];

    /// <summary>Named steps that stand for what is declared in the project, and change with it; an edit of a body leaves them too as they were.</summary>
    public ImmutableArray<string> DeclarationSteps { get; init; } = [];

    /// <summary>Whether it runs as in a build, with the outputs that only a build needs; otherwise as in an editor.</summary>
    public bool IsBuild { get; init; }

    /// <summary>Ids of compiler errors and warnings that the sources mean to cause.</summary>
    public ImmutableHashSet<string> AllowedDiagnostics { get; init; } = [];

    /// <summary>Compiled runs this one references, which are loaded with it.</summary>
    public ImmutableArray<GeneratorRun> Dependencies { get; init; } = [];

    /// <summary>The same with the outcome of another run referenced, as one project references another.</summary>
    public GeneratorHarness Referencing(GeneratorRun dependency) => this with
    {
        Dependencies = [.. Dependencies.Union(dependency.Harness.Dependencies).Union([dependency])],
        Project = Project with { References = Project.References.Add(dependency.ToReference()) },
    };

    /// <summary>The same with System.Text.Json's generator beside the one under test.</summary>
    public GeneratorHarness WithJsonGenerator() => this with { Beside = Beside.Add(TargetingPack.CreateJsonGenerator) };

    /// <summary>Runs the generator and checks everything that must hold for any input.</summary>
    /// <param name="sources">The files of the project.</param>
    public GeneratorRun Run(params SourceFile[] sources)
    {
        sources = SourceFile.Named(sources);
        GeneratorRun run = Start(sources);
        run.AssertNoException();
        run.AssertCompiles();
        run.AssertKeepsNoCompilerObjects();
        run.AssertUntouchedByUnrelatedEdits();
        // The order of the files is the file system's: a build elsewhere must not write other code.
        if (sources.Length > 1) run.AssertSameAs(Start([.. sources.Reverse()]), "the files in reverse order");
        return run;
    }

    /// <summary>Runs the generator and checks nothing: for tests of what goes wrong.</summary>
    /// <param name="sources">The files of the project.</param>
    public GeneratorRun Start(params SourceFile[] sources) => Start(sources, tracksSteps: true);

    /// <summary>Runs the generator as a compiler and an editor do, which ask for no steps, and checks nothing: for one edit after another.</summary>
    /// <remarks>
    /// Roslyn's driver, when it tracks steps, loses values (up to 5.9 at least). A <c>Combine</c> keeps an empty row for an item that
    /// went; in the next run that finds both of its inputs cached the rows are matched by place to be tracked, and the last
    /// one, which has no item now, is dropped, and the file with it. Without tracking such a run takes over the table whole.
    /// </remarks>
    /// <param name="sources">The files of the project.</param>
    public GeneratorRun StartUntracked(params SourceFile[] sources) => Start(sources, tracksSteps: false);

    private GeneratorRun Start(SourceFile[] sources, bool tracksSteps)
    {
        IIncrementalGenerator generator = Create();
        ProjectOptions options = Project.CreateProjectOptions();
        CSharpCompilation compilation = Project.Compile(sources, options);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator(), .. Beside.Select(static create => create().AsSourceGenerator())],
            additionalTexts: null,
            Project.ParseOptions,
            options,
            new GeneratorDriverOptions(IsBuild ? IncrementalGeneratorOutputKind.None : IncrementalGeneratorOutputKind.Implementation, trackIncrementalGeneratorSteps: tracksSteps));
        return GeneratorRun.Of(this, generator.GetType(), driver, compilation);
    }
}
