namespace EventGen.Outbox.Conformance;

/// <summary>A parcel whose changes fire an event that is not durable, besides.</summary>
internal sealed record Postcard(string Run, int Number, bool IsPosted) : Parcel(Run, Number, IsPosted);
