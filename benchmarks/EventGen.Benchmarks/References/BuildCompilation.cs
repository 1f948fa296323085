using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Benchmarks.References;

/// <summary>Compilations as a build makes them: from texts and images that nobody has read before, and on this thread alone.</summary>
internal static class BuildCompilation
{
    // As for a project that asks for no documentation file, which is the default.
    public static CSharpParseOptions Language { get; } = new(LanguageVersion.CSharp12, DocumentationMode.None);

    private static readonly ImmutableArray<string> s_framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "EventGen.dll")),
    ];

    public static CSharpCompilation Create(string name, string[] sources, MetadataReference[] references) =>
        Create(name, sources.Select(static (source, number) => ($"File{number}.cs", source)), references);

    public static CSharpCompilation Create(string name, IEnumerable<(string Path, string Text)> sources, MetadataReference[] references) => CSharpCompilation.Create(
        name,
        sources.Select(static source => CSharpSyntaxTree.ParseText(source.Text, Language, source.Path, Encoding.UTF8)),
        [.. s_framework.Select(static path => MetadataReference.CreateFromFile(path)), .. references],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false));

    public static byte[] Emit(Compilation compilation)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(image, symbols);
        return result.Success
            ? image.ToArray()
            : throw new InvalidOperationException(result.Diagnostics.First(static found => found.Severity == DiagnosticSeverity.Error).ToString());
    }
}
