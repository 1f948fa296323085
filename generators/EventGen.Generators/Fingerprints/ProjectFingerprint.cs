using EventGen.Generators.Models;
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
        new(ProjectShape.Of(compilation, cancellationToken).Digest, rootNamespace);

    /// <summary>Reads the project, once.</summary>
    /// <param name="compilation">One with this fingerprint.</param>
    /// <param name="cancellationToken">Ends the reading; nothing of it is kept then.</param>
    public ProjectDeclarations Read(Compilation compilation, CancellationToken cancellationToken) =>
        _reading ??= ReadFiles(compilation, cancellationToken);

    /// <summary>Reads what the project's events are on the wire, once.</summary>
    /// <param name="compilation">One with this fingerprint.</param>
    /// <param name="cancellationToken">Ends the reading; nothing of it is kept then.</param>
    public ContractsModel ReadContracts(Compilation compilation, CancellationToken cancellationToken) =>
        _contracts ??= ReadContractsOfFiles(compilation, cancellationToken);

    private ProjectDeclarations ReadFiles(Compilation compilation, CancellationToken cancellationToken)
    {
        var project = new ProjectFiles(compilation, cancellationToken);
        var names = FileNames.Of(compilation);

        var files = new Dictionary<string, FileDeclarations>(StringComparer.Ordinal);
        foreach (var (tree, file, place) in project.Declaring)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var declarations = file.Read(project.Dependencies, place, () => project.Reader.Read(tree, file.Syntax));
            if (!declarations.IsEmpty) files.Add(names[tree], declarations);
        }

        return new ProjectDeclarations(project.Reader.ReadProject(_rootNamespace), files);
    }

    // Of what the files declare it needs the events and the contexts that list them.
    private ContractsModel ReadContractsOfFiles(Compilation compilation, CancellationToken cancellationToken)
    {
        var project = new ProjectFiles(compilation, cancellationToken);
        var declarations = Read(compilation, cancellationToken);
        var names = FileNames.Of(compilation);
        var contracts = new List<ContractModel>();
        if (declarations.JsonContexts is { Length: > 0 } contexts)
        {
            foreach (var (tree, file, place) in project.Declaring)
            {
                if (!declarations[names[tree]].HasEvents) continue;
                cancellationToken.ThrowIfCancellationRequested();
                contracts.AddRange(file.ReadContracts(project.Dependencies, place, contexts, () => project.Reader.ReadContracts(tree, file.Syntax)).OfType<ContractModel>());
            }
        }

        return new ContractsModel(project.Reader.ReadPromise(), contracts.ToEquatableArray());
    }

    public bool Equals(ProjectFingerprint? other) => other is not null && _rootNamespace == other._rootNamespace && _digest.SequenceEqual(other._digest);

    public override bool Equals(object? obj) => Equals(obj as ProjectFingerprint);

    public override int GetHashCode() => BitConverter.ToInt32(_digest, 0);
}
