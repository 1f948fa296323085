using EventGen.Generators.Models;

namespace EventGen.Generators.Aggregation;

/// <summary>Why an event does not get what it reserves.</summary>
/// <param name="SameId">The event that has its id; <see langword="null"/> when none does.</param>
/// <param name="SameReferencedId">The event of a referenced assembly that has its id; <see langword="null"/> when none does.</param>
/// <param name="AccessorTaken">Why it cannot have its accessor; <see langword="null"/> when it can.</param>
internal sealed record EventConflict(string? SameId, ReferencedEventModel? SameReferencedId, string? AccessorTaken)
{
    public bool Exists => SameId is not null || SameReferencedId is not null || AccessorTaken is not null;
}
