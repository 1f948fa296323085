using EventGen.Generators.Models;
using EventGen.Generators.Fingerprints;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads all that is generated from, file by file.</summary>
internal static class ProjectReader
{
    public static ProjectDeclarations Read(Compilation compilation, string? rootNamespace, CancellationToken cancellationToken)
    {
        var scope = new ParseScope(compilation, report: null, cancellationToken);
        var project = ProjectParser.Parse(compilation, rootNamespace);
        var fingerprints = compilation.SyntaxTrees.Select(tree => (Tree: tree, Fingerprint: FileFingerprint.Of(tree, cancellationToken))).ToList();
        var aliases = new HashSet<string>(fingerprints.SelectMany(static file => file.Fingerprint.Aliases.Global), StringComparer.Ordinal);
        var names = FileNames.Of(compilation);

        var files = new Dictionary<string, FileDeclarations>(StringComparer.Ordinal);
        foreach (var (tree, fingerprint) in fingerprints)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reading = new FileReader(tree, fingerprint, aliases.Contains, scope).Read();
            if (!reading.IsEmpty) files.Add(names[tree], reading);
        }

        return new ProjectDeclarations(project with { Reach = ReachParser.Parse(project.Names, scope) }, files);
    }
}
