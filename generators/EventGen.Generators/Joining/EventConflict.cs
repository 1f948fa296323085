namespace EventGen.Generators.Joining;

/// <summary>Why an event does not get what it claims.</summary>
/// <param name="SameId">The event that has its id; <see langword="null"/> when none does.</param>
/// <param name="AccessorOwner">What has its accessor's name; <see langword="null"/> when nothing does.</param>
internal sealed record EventConflict(string? SameId, string? AccessorOwner)
{
    public bool Exists => SameId is not null || AccessorOwner is not null;
}
