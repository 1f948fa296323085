namespace EventGen.Publishers.Conformance;

/// <summary>An event whose payload has changed: applications of both versions use one channel.</summary>
/// <param name="Parcel">The parcel it is for.</param>
/// <param name="Weight">What the parcel weighs.</param>
[Event("conformance.label", Version = 2)]
[PublishTo(Conformance.Parcel.Wire)]
public sealed record Label([property: EventKey] Guid Parcel, Weight Weight)
{
    /// <summary>The payload of the version before.</summary>
    /// <param name="Parcel">The parcel it is for.</param>
    /// <param name="Grams">What the parcel weighs.</param>
    public sealed record V1(Guid Parcel, int Grams);

    [EventUpgrade]
    public static Label From(V1 old) => new(old.Parcel, new Weight(old.Grams, "g"));
}
