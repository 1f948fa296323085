namespace EventGen.Generators.Joining;

/// <summary>Why an event does not get what it claims.</summary>
/// <param name="SameId">The event that has its id; <see langword="null"/> when none does.</param>
/// <param name="AccessorTaken">Why it cannot have its accessor; <see langword="null"/> when it can.</param>
internal sealed record EventConflict(string? SameId, string? AccessorTaken)
{
    public bool Exists => SameId is not null || AccessorTaken is not null;
}
