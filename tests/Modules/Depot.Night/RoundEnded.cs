namespace Depot.Night;

/// <summary>A round has ended.</summary>
[Event]
public sealed record RoundEnded(int Number);
