namespace Depot.Rival;

/// <summary>Has the id of the other <c>OrderPlaced</c>, so the two cannot be on one bus.</summary>
[Event]
public sealed record OrderPlaced(int Number);
