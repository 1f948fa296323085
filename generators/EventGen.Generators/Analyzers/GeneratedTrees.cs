using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>The files of a compilation that generators other than EventGen's wrote.</summary>
/// <remarks>
/// The compiler gives what a generator writes the path <c>root/assembly/type/name</c>, with one root for all of them; EventGen's own
/// files tell which. Where it wrote none, a file counts that has such a path and says that it is generated.
/// </remarks>
internal static class GeneratedTrees
{
    private const string OwnFolder = $"/{GeneratorName.Assembly}/{GeneratorName.FullName}/";

    public static IReadOnlyList<SyntaxTree> OfOthers(Compilation compilation)
    {
        string? root = RootOf(ReferencesParser.ModuleOf(compilation.Assembly));
        return compilation.SyntaxTrees.Where(tree => root is null ? LooksGenerated(tree) : IsOfAnother(tree, root)).ToList();
    }

    /// <summary>The files that EventGen's generator wrote.</summary>
    public static IReadOnlyList<SyntaxTree> Own(Compilation compilation) => compilation.SyntaxTrees.Where(static tree => PathOf(tree).Contains(OwnFolder)).ToList();

    /// <summary>What the generator wrote of the project for tools; <see langword="null"/> where it did not: an editor does not ask for it.</summary>
    public static SyntaxTree? Manifest(Compilation compilation) => compilation.SyntaxTrees.FirstOrDefault(
        static tree => tree.FilePath.EndsWith(HintName.Manifest, StringComparison.Ordinal) && PathOf(tree).Contains(OwnFolder));

    private static string? RootOf(INamedTypeSymbol? module) => module?.DeclaringSyntaxReferences
        .Select(static place => PathOf(place.SyntaxTree))
        .Where(static path => path.Contains(OwnFolder))
        .Select(static path => path.Substring(0, path.LastIndexOf(OwnFolder, StringComparison.Ordinal)))
        .FirstOrDefault();

    private static bool IsOfAnother(SyntaxTree tree, string root)
    {
        string path = PathOf(tree);
        return path.StartsWith(root, StringComparison.Ordinal)
            && path.IndexOf(OwnFolder, StringComparison.Ordinal) != root.Length
            && (root.Length > 0 || !IsAbsolute(tree.FilePath))
            && path.Substring(root.Length).Split('/') is { Length: > 3 } folders && folders[2].Contains('.');   // the full name of a type
    }

    private static bool LooksGenerated(SyntaxTree tree)
    {
        string[] path = PathOf(tree).Split('/');
        return path.Length > 3 && path[path.Length - 2].Contains('.')
            && path[path.Length - 1].EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);
    }

    // With a leading slash, so that a relative path has its folders like any other.
    private static string PathOf(SyntaxTree tree)
    {
        string path = tree.FilePath.Replace('\\', '/');
        return IsAbsolute(path) ? path : $"/{path}";
    }

    private static bool IsAbsolute(string path) => path.Length > 1 && (path[0] is '/' or '\\' || path[1] == ':');
}
