using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads all that is generated from, file by file.</summary>
internal static class ProjectReader
{
    public static ProjectDeclarations Read(Compilation compilation, string? rootNamespace, IReadOnlyList<FileSource> sources, CancellationToken cancellationToken)
    {
        var scope = new ParseScope(compilation, report: null, cancellationToken);
        var project = ProjectParser.Parse(compilation, rootNamespace);
        var aliases = new HashSet<string>(sources.SelectMany(static file => file.Syntax.Aliases.Global), StringComparer.Ordinal);

        var files = new Dictionary<string, FileDeclarations>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var declarations = new FileReader(source, aliases.Contains, scope).Read();
            if (!declarations.IsEmpty) files.Add(source.Name, declarations);
        }

        return new ProjectDeclarations(project with { Reach = ReachParser.Parse(project.Names, scope) }, files);
    }
}
