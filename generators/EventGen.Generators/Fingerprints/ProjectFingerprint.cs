using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Fingerprints;

/// <summary>All that the models are read from, reduced to a digest: while it is equal, what was read stays true.</summary>
/// <remarks>
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
        _reading ??= ProjectReader.Read(compilation, _rootNamespace, Sources(compilation, cancellationToken), cancellationToken);

    /// <summary>Reads what the project's events are on the wire, once.</summary>
    /// <param name="compilation">One with this fingerprint.</param>
    /// <param name="cancellationToken">Ends the reading; nothing of it is kept then.</param>
    public ContractsModel ReadContracts(Compilation compilation, CancellationToken cancellationToken) =>
        _contracts ??= ContractsReader.Read(compilation, cancellationToken);

    private static List<FileSource> Sources(Compilation compilation, CancellationToken cancellationToken)
    {
        var names = FileNames.Of(compilation);
        return [.. compilation.SyntaxTrees.Select(tree => new FileSource(names[tree], tree, FileFingerprint.Of(tree, cancellationToken).Syntax))];
    }

    public bool Equals(ProjectFingerprint? other) => other is not null && _rootNamespace == other._rootNamespace && _digest.SequenceEqual(other._digest);

    public override bool Equals(object? obj) => Equals(obj as ProjectFingerprint);

    public override int GetHashCode() => BitConverter.ToInt32(_digest, 0);
}
