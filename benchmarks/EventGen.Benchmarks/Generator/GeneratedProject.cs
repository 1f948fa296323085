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
    private readonly SyntaxTree[] _unrelated = [.. Enumerable.Range(0, 2).Select(static version => Parse(Unrelated(version), "Unrelated.cs"))];
    private readonly SyntaxTree[] _related = [.. Enumerable.Range(0, 2).Select(static version => Parse(Declare(file: 0, version), "File0.cs"))];
    private readonly CSharpGeneratorDriver _driver;

    public GeneratedProject()
    {
        _compilation = _compilation.AddSyntaxTrees(_unrelated[0], _related[0]);
        _driver = (CSharpGeneratorDriver)Driver().RunGenerators(_compilation);
        var result = _driver.GetRunResult();
        if (!result.Diagnostics.IsEmpty) throw new InvalidOperationException(result.Diagnostics[0].ToString());
        if (result.GeneratedTrees.Length < Files * EventsPerFile) throw new InvalidOperationException($"Only {result.GeneratedTrees.Length} files were generated.");
    }

    /// <summary>Generates everything, as the first build of a process does.</summary>
    public GeneratorDriver RunCold() => Driver().RunGenerators(_compilation.WithAssemblyName("Cold"));

    /// <summary>Generates after a change to a method in a file without events.</summary>
    public GeneratorDriver RunUnrelatedEdit() => Run(_unrelated);

    /// <summary>Generates after a change to one of the events.</summary>
    public GeneratorDriver RunRelatedEdit() => Run(_related);

    private static CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create(new EventGenGenerator());

    // A compilation of its own each time, for one that has been used has bound its symbols.
    private GeneratorDriver Run(SyntaxTree[] versions) => _driver.RunGenerators(_compilation.ReplaceSyntaxTree(versions[0], versions[1]));

    private static CSharpCompilation Compile() => CSharpCompilation.Create(
        "Shop",
        Enumerable.Range(1, Files - 1).Select(static file => Parse(Declare(file, version: 0), $"File{file}.cs")),
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "EventGen.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp12), path);

    private static string Unrelated(int version) => $$"""
        namespace Shop;

        public static class Unrelated
        {
            public static int Answer() => {{version}};
        }
        """;

    private static string Declare(int file, int version) => $"""
        using System;
        using EventGen;

        namespace Shop;

        {string.Join("\n", Enumerable.Range(0, EventsPerFile).Select(number => Declare($"Placed{file}Times{number}", number == 0 ? version : 0)))}
        """;

    private static string Declare(string name, int version) => $$"""
        /// <summary>A customer placed an order.</summary>
        [Event("placed.{{name.ToLowerInvariant()}}")]
        public sealed record {{name}}(Guid OrderId, [property: EventKey] string CustomerId, decimal Total{{version}});

        public static class {{name}}Handlers
        {
            [Subscribe]
            public static void Count({{name}} e) { }
        }
        """;
}
