using System.Text.Json.Serialization;

namespace OutboxProgram;

/// <summary>The event that is new.</summary>
[Event("test.noted"), Durable]
public sealed record Noted(int Number);

[JsonSerializable(typeof(Noted))]
internal sealed partial class NextJson : JsonSerializerContext;
