using EventGen.Generators.Models;
using EventGen.Generators.Outlines;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads all that is generated from, file by file.</summary>
internal static class ProjectReader
{
    public static ProjectReading Read(Compilation compilation, string? rootNamespace, CancellationToken cancellationToken)
    {
        var scope = new ParseScope(compilation, report: null, cancellationToken);
        var project = ProjectParser.Parse(compilation, rootNamespace);
        var outlines = compilation.SyntaxTrees.Select(tree => (Tree: tree, Outline: FileOutline.Of(tree, cancellationToken))).ToList();
        var aliases = new HashSet<string>(outlines.SelectMany(static file => file.Outline.Aliases.Global), StringComparer.Ordinal);
        var names = FileNames.Of(compilation);

        var files = new Dictionary<string, FileReading>(StringComparer.Ordinal);
        foreach (var (tree, outline) in outlines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reading = new FileReader(tree, outline, aliases.Contains, scope).Read();
            if (!reading.IsEmpty) files.Add(names[tree], reading);
        }

        return new ProjectReading(project with { Reach = ReachParser.Parse(project.Names, scope) }, files);
    }
}
