using EventGen.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Benchmarks.Generator;

/// <summary>A project of a thousand events, each with a handler, ten to a file, and the generator that has run on it once.</summary>
internal sealed class GeneratedProject
{
    private const int Files = 100;
    private const int EventsPerFile = 10;

    private readonly CSharpCompilation _compilation = Compile();
    private readonly SyntaxTree _unrelated = Parse(Unrelated(""), "Unrelated.cs");
    private readonly SyntaxTree _related = Parse(Declare(file: 0, "decimal Total", "{ }"), "File0.cs");
    private readonly CSharpGeneratorDriver _driver;
    private int _edits;
    private int _coldRuns;

    public GeneratedProject()
    {
        _compilation = _compilation.AddSyntaxTrees(_unrelated, _related);
        _driver = (CSharpGeneratorDriver)Driver().RunGenerators(_compilation);
        var result = _driver.GetRunResult();
        if (!result.Diagnostics.IsEmpty) throw new InvalidOperationException(result.Diagnostics[0].ToString());
        if (result.GeneratedTrees.Length < Files * EventsPerFile) throw new InvalidOperationException($"Only {result.GeneratedTrees.Length} files were generated.");
    }

    /// <summary>Generates everything, as the first build of a process does.</summary>
    /// <remarks>From trees of its own: what the generator has read of a tree it keeps beside it.</remarks>
    public GeneratorDriver RunCold()
    {
        _coldRuns++;
        return Driver().RunGenerators(_compilation.RemoveAllSyntaxTrees()
            .AddSyntaxTrees(_compilation.SyntaxTrees.Select(tree => tree.WithFilePath($"Cold{_coldRuns}/{tree.FilePath}")))
            .WithAssemblyName("Cold"));
    }

    /// <summary>Generates after a change inside a handler, in a file of ten events and their handlers.</summary>
    public GeneratorDriver RunBodyEdit() => Run(_related, Declare(file: 0, "decimal Total", $$"""{ int edit = {{_edits++}}; }"""));

    /// <summary>Generates after a method was added in a file without events.</summary>
    public GeneratorDriver RunUnrelatedEdit() => Run(_unrelated, Unrelated($$"""public static void Edit{{_edits++}}() { }"""));

    /// <summary>Generates after a change to one of the events.</summary>
    public GeneratorDriver RunRelatedEdit() => Run(_related, Declare(file: 0, $"decimal Total{_edits++}", "{ }"));

    private static CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create(new EventGenGenerator());

    // A text and a compilation of their own each time: of one that has been used the symbols are bound and the tree is read.
    private GeneratorDriver Run(SyntaxTree file, string edited) =>
        _driver.RunGenerators(_compilation.ReplaceSyntaxTree(file, Parse(edited, file.FilePath)));

    private static CSharpCompilation Compile() => CSharpCompilation.Create(
        "Shop",
        Enumerable.Range(1, Files - 1).Select(static file => Parse(Declare(file, "decimal Total", "{ }"), $"File{file}.cs")),
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "EventGen.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp12), path);

    private static string Unrelated(string member) => $$"""
        namespace Shop;

        public static class Unrelated
        {
            public static int Answer() => 42;
            {{member}}
        }
        """;

    private static string Declare(int file, string part, string body) => $"""
        using System;
        using EventGen;

        namespace Shop;

        {string.Join("\n", Enumerable.Range(0, EventsPerFile).Select(number => number == 0
            ? Declare($"Placed{file}Times{number}", part, body)
            : Declare($"Placed{file}Times{number}", "decimal Total", "{ }")))}
        """;

    private static string Declare(string name, string part, string body) => $$"""
        /// <summary>A customer placed an order.</summary>
        [Event("placed.{{name.ToLowerInvariant()}}")]
        public sealed record {{name}}(Guid OrderId, [property: EventKey] string CustomerId, {{part}});

        public static class {{name}}Handlers
        {
            [Subscribe]
            public static void Count({{name}} e) {{body}}
        }
        """;
}
