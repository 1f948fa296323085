namespace EventGen.Publishers.Conformance;

/// <summary>Kept by an outbox until a server has confirmed it.</summary>
/// <param name="Number">Tells them apart.</param>
[Event("conformance.consignment"), Durable]
[PublishTo(Parcel.Wire)]
public sealed record Consignment(int Number);
