using System.Text.Json.Serialization;

namespace EventGen.Tests.Guards;

/// <summary>A keyed, published event of which everything that the bus may call can be made to throw.</summary>
[Event("frail")]
[PublishTo("first")]
public sealed record Frail([property: JsonIgnore] FrailWork Work, int Number)
{
    [EventKey]
    [JsonIgnore]
    public string? Key => Work.Key?.Invoke();

    public FrailNote Note => new(Work);

    public bool Equals(Frail? other) => throw new InvalidOperationException("Equals");

    public override int GetHashCode() => throw new InvalidOperationException("GetHashCode");

    public override string ToString() => throw new InvalidOperationException("ToString");
}
