using System.Text.Json.Serialization;

namespace EventGen.Outbox.Conformance;

/// <summary>A durable event with one handler, fired by a parcel that becomes posted too.</summary>
[Event("test.posted"), Durable]
[EventTrigger(typeof(Parcel), nameof(IsPosted))]
internal sealed record Posted(string Run, int Number)
{
    public static bool IsPosted(EntityChange<Parcel> change) => change.IsChanged(parcel => parcel.IsPosted) && change.Entity.IsPosted;

    public static Posted From(EntityChange<Parcel> change) =>
        change.Entity.Number >= 0 ? new(change.Entity.Run, change.Entity.Number) : throw new FormatException($"{change.Entity.Number} is no number.");
}

[JsonSerializable(typeof(Posted))]
[JsonSerializable(typeof(Chore))]
internal sealed partial class BusJson : JsonSerializerContext;
