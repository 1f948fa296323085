namespace EventGen.AotSmoke.Parcels;

/// <summary>A parcel has arrived; emitted by the handler of another event.</summary>
[Event]
public sealed record ParcelDelivered(string Customer, int Number);
