namespace EventGen.Publishers.Conformance;

/// <summary>What the suites send.</summary>
/// <param name="Id">Tells parcels apart, also one that is sent again because nobody knows whether it arrived.</param>
/// <param name="Key">Parcels of one key keep their order.</param>
/// <param name="Number">Its place in the key.</param>
/// <param name="Text">Any text.</param>
[Event("conformance.parcel")]
[PublishTo(Wire)]
public sealed record Parcel(Guid Id, [property: EventKey] string Key, int Number, string? Text = null)
{
    /// <summary>The name that every back end under test answers to.</summary>
    public const string Wire = "wire";

    public static Parcel New(int number, string key = "a") => new(Guid.NewGuid(), key, number);

    public static Parcel[] Many(int count, string key = "a") => [.. Enumerable.Range(0, count).Select(number => New(number, key))];
}
