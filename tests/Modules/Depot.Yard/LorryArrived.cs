namespace Depot.Yard;

/// <summary>A lorry has come in.</summary>
[Event]
public sealed record LorryArrived(int Number);
