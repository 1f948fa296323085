namespace EventGen.Publishers.Conformance;

/// <summary>What the suites send.</summary>
/// <param name="Id">Tells parcels apart, also one that is sent again because nobody knows whether it arrived.</param>
/// <param name="Lane">Parcels of one lane keep their order.</param>
/// <param name="Number">Its place in the lane.</param>
/// <param name="Text">Any text.</param>
[Event("conformance.parcel")]
[PublishTo(Wire)]
public sealed record Parcel(Guid Id, [property: EventKey] string Lane, int Number, string? Text = null)
{
    /// <summary>The name that every back end under test answers to.</summary>
    public const string Wire = "wire";

    public static Parcel New(int number, string lane = "a") => new(Guid.NewGuid(), lane, number);

    public static Parcel[] Many(int count, string lane = "a") => [.. Enumerable.Range(0, count).Select(number => New(number, lane))];
}
