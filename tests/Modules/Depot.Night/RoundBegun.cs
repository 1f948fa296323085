namespace Depot.Night;

/// <summary>A round has begun; its end begins the next one, without end.</summary>
[Event]
public sealed record RoundBegun(int Number);
