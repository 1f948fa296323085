namespace Depot.Contracts;

/// <summary>Handled in every project.</summary>
[Event]
public sealed record OrderPlaced(int Number, string Customer = "somebody");
