namespace EventGen.AotSmoke.Parcels;

/// <summary>A parcel is on its way. Keyed, queued and published.</summary>
[Event("parcel.shipped", Version = 2)]
[PublishTo("archive")]
public sealed record ParcelShipped([property: EventKey] string Customer, int Number, decimal Weight, DateOnly? Due = null);
