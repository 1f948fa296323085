using EventGen.TestKit;

namespace EventGen.Architecture.Tests;

/// <summary>The files of the repository, less what builds and tools leave behind.</summary>
internal static class ProductTree
{
    private static readonly string[] s_leftovers = ["bin", "obj", "artifacts", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>Files under a folder whose names end so, by path relative to the root, with <c>/</c>, sorted.</summary>
    /// <param name="folder">Relative to the root; empty for the root itself.</param>
    /// <param name="ending">How the names end.</param>
    public static IEnumerable<string> Files(string folder, string ending)
    {
        string start = Path.Combine(Repository.Root, folder);
        return !Directory.Exists(start) ? [] :
            from path in Walk(start)
            where path.EndsWith(ending, StringComparison.Ordinal)
            let relative = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')
            orderby relative
            select relative;
    }

    /// <summary>The text of one of those files.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            from inner in Directory.EnumerateDirectories(folder)
            let name = Path.GetFileName(inner)
            where !name.StartsWith('.') && !s_leftovers.Contains(name)
            from path in Walk(inner)
            select path);
}
