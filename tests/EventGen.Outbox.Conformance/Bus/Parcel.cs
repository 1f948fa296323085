namespace EventGen.Outbox.Conformance;

/// <summary>An entity that no data access library watches.</summary>
internal record Parcel(string Run, int Number, bool IsPosted);
