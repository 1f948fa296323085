namespace Depot.Contracts;

/// <summary>The annex has been opened.</summary>
[Event]
public sealed record AnnexOpened(int Doors);
