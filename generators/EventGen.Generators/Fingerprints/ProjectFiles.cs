using System.Runtime.CompilerServices;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Fingerprints;

/// <summary>The files of a compilation, and what reads them. Used for one reading.</summary>
internal sealed class ProjectFiles
{
    private static readonly ConditionalWeakTable<Compilation, Dependencies> s_dependencies = new();

    private readonly List<SyntaxTree> _trees;
    private readonly List<FileFingerprint> _fingerprints;

    public ProjectFiles(Compilation compilation, CancellationToken cancellationToken)
    {
        _trees = [.. compilation.SyntaxTrees];
        _fingerprints = _trees.ConvertAll(tree => FileFingerprint.Of(tree, cancellationToken));
        Reader = new ProjectReader(compilation, _fingerprints.SelectMany(static file => file.Syntax.Aliases.Global), cancellationToken);
        Dependencies = s_dependencies.GetValue(compilation, _ => new Dependencies(ProjectShape.Of(compilation, cancellationToken).DigestWithoutFiles, _fingerprints));
    }

    public ProjectReader Reader { get; }

    /// <summary>Of the compilation, whoever reads it: their digests are computed once.</summary>
    public Dependencies Dependencies { get; }

    /// <summary>The files that may declare something that the generator reads, with their places among all files.</summary>
    public IEnumerable<(SyntaxTree Tree, FileFingerprint File, int Place)> Declaring =>
        _trees.Select((tree, place) => (Tree: tree, File: _fingerprints[place], Place: place)).Where(static file => file.File.Syntax.MayDeclare);
}
