using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace EventGen.TestKit;

/// <summary>One run of a generator over a project: what it wrote, what its steps did, and what becomes of it after an edit.</summary>
/// <remarks>Immutable; each edit makes a new run that continues this one.</remarks>
public sealed class GeneratorRun
{
    // Roslyn's own steps, which see every edit: the inputs, the outputs, and the inside of ForAttributeWithMetadataName.
    private static readonly HashSet<string> s_roslynSteps =
    [
        "Compilation", "CompilationOptions", "ParseOptions", "AdditionalTexts", "AnalyzerConfigOptions", "MetadataReferences",
        "SourceOutput", "ImplementationSourceOutput", "HostOutput",
    ];

    private readonly Type _generatorType;
    private readonly GeneratorDriver _driver;
    private readonly CSharpCompilation _input;
    private readonly GeneratorRunResult _result;

    private GeneratorRun(
        GeneratorHarness harness, Type generatorType, GeneratorDriver driver, CSharpCompilation input, Compilation output, GeneratorRun? before)
    {
        (Harness, _generatorType, _driver, _input, Output) = (harness, generatorType, driver, input, output);
        _result = driver.GetRunResult().Results.Single(result => result.Generator.GetGeneratorType() == generatorType);
        Sources = _result.GeneratedSources.IsDefault
            ? ImmutableSortedDictionary<string, string>.Empty
            : _result.GeneratedSources.ToImmutableSortedDictionary(
                static source => source.HintName, static source => source.SourceText.ToString(), StringComparer.Ordinal);
        Steps = ImmutableArray.CreateRange(
            from step in _result.TrackedSteps ?? ImmutableDictionary<string, ImmutableArray<IncrementalGeneratorRunStep>>.Empty
            where IsOurs(step.Key)
            orderby step.Key
            select new TrackedStep(step.Key, ReasonsOf(step.Value)));
        Outputs = ImmutableArray.CreateRange(
            from step in _result.TrackedOutputSteps ?? ImmutableDictionary<string, ImmutableArray<IncrementalGeneratorRunStep>>.Empty
            orderby step.Key
            select new TrackedStep(step.Key, ReasonsOf(step.Value)));
        ChangedSources = before is null ? [.. Sources.Keys] : DifferenceFrom(before);
    }

    /// <summary>The generated sources by hint name, of the generator under test alone.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; }

    /// <summary>Hint names of the sources that appeared, changed or went since the run this one continues, sorted.</summary>
    public ImmutableArray<string> ChangedSources { get; }

    /// <summary>The steps the generator named, sorted by name.</summary>
    public ImmutableArray<TrackedStep> Steps { get; }

    /// <summary>The steps that wrote sources: each value is one execution of an output.</summary>
    public ImmutableArray<TrackedStep> Outputs { get; }

    /// <summary>What the generator itself reported.</summary>
    public ImmutableArray<Diagnostic> Diagnostics => _result.Diagnostics;

    /// <summary>What the generator threw, if it did; the compiler shows it as CS8785.</summary>
    public Exception? Exception => _result.Exception;

    /// <summary>The project with everything that was generated.</summary>
    public Compilation Output { get; }

    /// <summary>Errors and warnings in the sources and in what was generated, and of all generators, less the allowed ones.</summary>
    public ImmutableArray<Diagnostic> CompilerDiagnostics =>
        CompilerFindings.In(Output, _input.SyntaxTrees.ToHashSet(), _driver.GetRunResult().Diagnostics, Harness.AllowedDiagnostics);

    internal GeneratorHarness Harness { get; }

    /// <summary>The step of that name.</summary>
    public TrackedStep Step(string name)
    {
        TrackedStep? step = Steps.FirstOrDefault(step => step.Name == name);
        Assert.True(step is not null, $"No step '{name}' took part; there were: {string.Join(", ", Steps.Select(static step => step.Name))}");
        return step;
    }

    /// <summary>Replaces one piece of text in the project and runs again.</summary>
    /// <param name="oldText">What is replaced; occurs exactly once in the sources.</param>
    /// <param name="newText">What takes its place.</param>
    public GeneratorRun Edit(string oldText, string newText)
    {
        SyntaxTree[] trees = [.. _input.SyntaxTrees.Where(tree => tree.ToString().Contains(oldText, StringComparison.Ordinal))];
        Assert.True(trees.Length == 1, $"'{oldText}' occurs in {trees.Length} files, not in one.");
        string text = trees[0].ToString();
        Assert.True(text.IndexOf(oldText, StringComparison.Ordinal) == text.LastIndexOf(oldText, StringComparison.Ordinal), $"'{oldText}' occurs twice.");
        return Continue(_input.ReplaceSyntaxTree(trees[0], Parse(trees[0].FilePath, text.Replace(oldText, newText, StringComparison.Ordinal))));
    }

    /// <summary>Writes a file of the project anew and runs again.</summary>
    public GeneratorRun Replace(SourceFile source)
    {
        SyntaxTree old = _input.SyntaxTrees.Single(tree => tree.FilePath == source.Path);
        return Continue(_input.ReplaceSyntaxTree(old, Parse(old.FilePath, source.Text)));
    }

    /// <summary>Adds a file to the project and runs again.</summary>
    public GeneratorRun Add(SourceFile source) =>
        Continue(_input.AddSyntaxTrees(Parse(source.Path ?? $"Source{_input.SyntaxTrees.Length}.cs", source.Text)));

    /// <summary>Removes a file from the project and runs again.</summary>
    public GeneratorRun Remove(string path) =>
        Continue(_input.RemoveSyntaxTrees(_input.SyntaxTrees.Single(tree => tree.FilePath == path)));

    /// <summary>Changes the project itself, its references or options, and runs again.</summary>
    public GeneratorRun Change(Func<CSharpCompilation, CSharpCompilation> change) => Continue(change(_input));

    /// <summary>Changes a build property and runs again.</summary>
    /// <param name="name">Its full name: <c>build_property.RootNamespace</c>.</param>
    /// <param name="value">Its new value.</param>
    public GeneratorRun ChangeOption(string name, string value)
    {
        var options = new ProjectOptions(Harness.Project.AllGlobalOptions.SetItem(name, value), Harness.Project.EditorConfig);
        return Of(Harness, _generatorType, _driver.WithUpdatedAnalyzerConfigOptions(options), _input, before: this);
    }

    /// <summary>The compiled project as a reference for another one.</summary>
    public MetadataReference ToReference() => MetadataReference.CreateFromImage(Emit());

    /// <summary>Compiles the project and loads it, with the runs it references.</summary>
    public CompiledAssembly Load() => new(Emit(), Harness.Dependencies.Select(static dependency => dependency.Emit()));

    internal static GeneratorRun Of(GeneratorHarness harness, Type generatorType, GeneratorDriver driver, CSharpCompilation input, GeneratorRun? before = null)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _, TestContext.Current.CancellationToken);
        return new GeneratorRun(harness, generatorType, driver, input, output, before);
    }

    internal void AssertNoException() =>
        Assert.True(Exception is null, $"The generator threw, which loses all of its output (CS8785): {Exception}");

    internal void AssertCompiles()
    {
        var objections = CompilerDiagnostics;
        Assert.True(objections.IsEmpty, $"The project does not build cleanly:\n{CompilerFindings.Describe(objections)}");
    }

    internal void AssertKeepsNoCompilerObjects()
    {
        string[] kept =
        [
            .. (from step in _result.TrackedSteps
                where IsOurs(step.Key)
                from run in step.Value
                from output in run.Outputs
                from path in PipelineModel.FindCompilerObjects(output.Value)
                select $"  {step.Key}: {path}").Distinct(),
        ];
        Assert.True(kept.Length == 0, $"Steps keep objects of the compiler:\n{string.Join('\n', kept)}");
    }

    internal void AssertUntouchedByUnrelatedEdits()
    {
        string[] missing = [.. Harness.RequiredSteps.Except(Steps.Select(static step => step.Name))];
        Assert.True(missing.Length == 0, $"Steps that took no part: {string.Join(", ", missing)}");

        GeneratorRun added = Add(new SourceFile("Unrelated.cs", "namespace Unrelated { internal sealed class Elsewhere { public int Answer() => 1; } }"));
        added.AssertUntouched("a class was added in another file", Harness.DeclarationSteps);
        added.Edit("Answer() => 1;", "Answer() => 2;").AssertUntouched("the body of a method was edited", []);

        SyntaxTree first = _input.SyntaxTrees[0];
        Continue(_input.ReplaceSyntaxTree(first, Parse(first.FilePath, "// A comment that moves every line.\n" + first)))
            .AssertUntouched("a comment was added above the first file", Harness.DeclarationSteps);
    }

    internal void AssertSameAs(GeneratorRun other, string difference)
    {
        string[] different =
        [
            .. from hintName in DifferenceFrom(other)
               select $"{hintName}:\n{LineDiff.Between(Sources.GetValueOrDefault(hintName) ?? "", other.Sources.GetValueOrDefault(hintName) ?? "")}",
        ];
        Assert.True(different.Length == 0, $"With {difference} the generator writes something else:\n{string.Join('\n', different)}");
    }

    private void AssertUntouched(string edit, ImmutableArray<string> except)
    {
        TrackedStep[] touched = [.. Steps.Concat(Outputs).Where(step => !step.IsUntouched && !except.Contains(step.Name))];
        Assert.True(touched.Length == 0, $"After {edit} these steps are neither Cached nor Unchanged:\n{string.Join('\n', touched.AsEnumerable())}");
    }

    private GeneratorRun Continue(CSharpCompilation edited) => Of(Harness, _generatorType, _driver, edited, before: this);

    private byte[] Emit()
    {
        using var image = new MemoryStream();
        var emitted = Output.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, $"Not compiled:\n{CompilerFindings.Describe(emitted.Diagnostics)}");
        return image.ToArray();
    }

    private SyntaxTree Parse(string path, string text) => Harness.Project.Parse(path, text);

    private ImmutableArray<string> DifferenceFrom(GeneratorRun before) =>
    [
        .. from hintName in Sources.Keys.Union(before.Sources.Keys)
           where Sources.GetValueOrDefault(hintName) != before.Sources.GetValueOrDefault(hintName)
           orderby hintName
           select hintName,
    ];

    private static bool IsOurs(string step) =>
        !s_roslynSteps.Contains(step) && !step.Contains("_ForAttribute", StringComparison.Ordinal);

    private static ImmutableArray<IncrementalStepRunReason> ReasonsOf(ImmutableArray<IncrementalGeneratorRunStep> runs) =>
        [.. runs.SelectMany(static run => run.Outputs).Select(static output => output.Reason)];
}
