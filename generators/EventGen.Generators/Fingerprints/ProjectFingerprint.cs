using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Fingerprints;

/// <summary>All that the models are read from, reduced to a digest: while it is equal, what was read stays true.</summary>
/// <remarks>
/// Where it differs, the files are read again whose declarations depend on what was edited; the others keep what was read of them.
/// After an edit that leaves it equal the driver keeps the fingerprint it has, and with it what was read; nothing is parsed.
/// It holds models alone, never the compilation it was read from. Thread safe: two that ask at once both read the same.
/// </remarks>
internal sealed class ProjectFingerprint(byte[] digest, string? rootNamespace) : IEquatable<ProjectFingerprint>
{
    private readonly byte[] _digest = digest;
    private readonly string? _rootNamespace = rootNamespace;

    private volatile ProjectDeclarations? _reading;
    private volatile ContractsModel? _contracts;

    public static ProjectFingerprint Of(Compilation compilation, string? rootNamespace, CancellationToken cancellationToken) =>
        new(ProjectShape.Of(compilation, cancellationToken), rootNamespace);

    /// <summary>Reads the project, once.</summary>
    /// <param name="compilation">One with this fingerprint.</param>
    /// <param name="cancellationToken">Ends the reading; nothing of it is kept then.</param>
    public ProjectDeclarations Read(Compilation compilation, CancellationToken cancellationToken) =>
        _reading ??= ReadFiles(compilation, cancellationToken);

    /// <summary>Reads what the project's events are on the wire, once.</summary>
    /// <param name="compilation">One with this fingerprint.</param>
    /// <param name="cancellationToken">Ends the reading; nothing of it is kept then.</param>
    public ContractsModel ReadContracts(Compilation compilation, CancellationToken cancellationToken) =>
        _contracts ??= ContractsReader.Read(compilation, cancellationToken);

    private ProjectDeclarations ReadFiles(Compilation compilation, CancellationToken cancellationToken)
    {
        var trees = compilation.SyntaxTrees.ToList();
        var fingerprints = trees.ConvertAll(tree => FileFingerprint.Of(tree, cancellationToken));
        var dependencies = new Dependencies(ProjectShape.OfSurroundings(compilation, cancellationToken), fingerprints);
        var reader = new ProjectReader(compilation, fingerprints.SelectMany(static file => file.Syntax.Aliases.Global), cancellationToken);
        var names = FileNames.Of(compilation);

        var files = new Dictionary<string, FileDeclarations>(StringComparer.Ordinal);
        for (int i = 0; i < trees.Count; i++)
        {
            var (tree, file) = (trees[i], fingerprints[i]);
            if (!file.Syntax.MayDeclare) continue;
            cancellationToken.ThrowIfCancellationRequested();
            var declarations = file.Read(dependencies, i, () => reader.Read(tree, file.Syntax));
            if (!declarations.IsEmpty) files.Add(names[tree], declarations);
        }

        return new ProjectDeclarations(reader.ReadProject(_rootNamespace), files);
    }

    public bool Equals(ProjectFingerprint? other) => other is not null && _rootNamespace == other._rootNamespace && _digest.SequenceEqual(other._digest);

    public override bool Equals(object? obj) => Equals(obj as ProjectFingerprint);

    public override int GetHashCode() => BitConverter.ToInt32(_digest, 0);
}
