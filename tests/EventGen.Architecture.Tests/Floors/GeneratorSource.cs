using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Architecture.Tests.Floors;

/// <summary>The generator's source, compiled against what the tests run on.</summary>
internal static class GeneratorSource
{
    private const string Folder = "generators/EventGen.Generators";

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest);

    private static readonly Lazy<CSharpCompilation> s_compilation = new(Compile);

    public static CSharpCompilation Compilation => s_compilation.Value;

    /// <summary>The folder of a file of the generator, as <see cref="FolderArrow"/> names it.</summary>
    public static string? FolderOf(string path) => SourceCompilation.FolderOf(path, Folder);

    private static CSharpCompilation Compile() => SourceCompilation.Create(
        "EventGen.Generators",
        ProductTree.Files(Folder, ".cs").Concat(LinkedFiles()),
        s_options,
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal) || name is "Microsoft.CodeAnalysis.dll" or "netstandard.dll" or "mscorlib.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)));

    // What the project links from the sources that several projects share.
    private static IEnumerable<string> LinkedFiles() =>
        Regex.Matches(ProductTree.Read($"{Folder}/EventGen.Generators.csproj"), @"<Compile Include=""\.\.\\\.\.\\(src\\Shared\\[^""*]+)(\*[^""]*)?""")
            .SelectMany(static match => match.Groups[1].Value.Replace('\\', '/') is var path && match.Groups[2].Success ? ProductTree.Files(path.TrimEnd('/'), ".cs") : [path]);
}
