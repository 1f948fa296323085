using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace EventGen.TestKit;

/// <summary>What a named step of a generator's pipeline did in one run.</summary>
/// <param name="Name">The name it was tracked by.</param>
/// <param name="Reasons">How each of its values came about.</param>
public sealed record TrackedStep(string Name, ImmutableArray<IncrementalStepRunReason> Reasons)
{
    /// <summary>Whether every value is the one of the run before.</summary>
    public bool IsUntouched =>
        Reasons.All(static reason => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);

    /// <summary>Whether nothing was run for any of its values.</summary>
    public bool IsCached => Reasons.All(static reason => reason is IncrementalStepRunReason.Cached);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {string.Join(", ", Reasons)}";
}
