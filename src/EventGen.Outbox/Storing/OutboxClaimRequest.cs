namespace EventGen;

/// <summary>What an instance can take. Immutable.</summary>
/// <param name="Routes">The routes whose rows it takes; rows of others are not looked at.</param>
/// <param name="Limit">How many rows at most; at least 1.</param>
public sealed record OutboxClaimRequest(IReadOnlyList<int> Routes, int Limit);
