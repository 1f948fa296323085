using System.Text.Json.Serialization;

namespace OutboxProgram;

/// <summary>A number was booked.</summary>
[Event("test.booked"), Durable]
public sealed record Booked(int Number, [property: EventKey] string Account);

[JsonSerializable(typeof(Booked))]
internal sealed partial class ProgramJson : JsonSerializerContext;
