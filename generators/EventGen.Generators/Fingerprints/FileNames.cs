using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Fingerprints;

/// <summary>A name for each file of a project, which an edit leaves it: its path, and a number where several have the same.</summary>
internal sealed class FileNames
{
    private static readonly ConditionalWeakTable<Compilation, FileNames> s_known = new();

    private readonly Dictionary<SyntaxTree, string> _names = [];

    private FileNames(Compilation compilation)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            seen.TryGetValue(tree.FilePath, out int before);
            seen[tree.FilePath] = before + 1;
            // No path has a null character.
            _names.Add(tree, before == 0 ? tree.FilePath : $"{tree.FilePath}\0{before}");
        }
    }

    public string this[SyntaxTree tree] => _names[tree];

    public static FileNames Of(Compilation compilation) => s_known.GetValue(compilation, static compilation => new FileNames(compilation));
}
