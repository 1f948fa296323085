using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Outlines;

/// <summary>All that the models are read from, reduced to a digest: while it is equal, what was read stays true.</summary>
/// <remarks>
/// After an edit that leaves it equal the driver keeps the outline it has, and with it what was read; nothing is parsed.
/// It holds models alone, never the compilation it was read from. Thread safe: two that ask at once both read the same.
/// </remarks>
internal sealed class ProjectOutline(byte[] digest, string? rootNamespace) : IEquatable<ProjectOutline>
{
    private readonly byte[] _digest = digest;
    private readonly string? _rootNamespace = rootNamespace;

    private volatile ProjectReading? _reading;

    public static ProjectOutline Of(Compilation compilation, string? rootNamespace, CancellationToken cancellationToken) =>
        new(ProjectDigest.Of(compilation, cancellationToken), rootNamespace);

    /// <summary>Reads the project, once.</summary>
    /// <param name="compilation">One with this outline.</param>
    /// <param name="cancellationToken">Ends the reading; nothing of it is kept then.</param>
    public ProjectReading Read(Compilation compilation, CancellationToken cancellationToken) =>
        _reading ??= ProjectReader.Read(compilation, _rootNamespace, cancellationToken);

    public bool Equals(ProjectOutline? other) => other is not null && _rootNamespace == other._rootNamespace && _digest.SequenceEqual(other._digest);

    public override bool Equals(object? obj) => Equals(obj as ProjectOutline);

    public override int GetHashCode() => BitConverter.ToInt32(_digest, 0);
}
