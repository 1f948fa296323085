namespace Parcels;

/// <summary>An event of the project under test, which here is the test's own.</summary>
[Event]
public sealed record ParcelSent(int Number);
