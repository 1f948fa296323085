using System.Text.Json.Serialization;

namespace EventGen.Outbox.Conformance;

/// <summary>A durable event with one handler.</summary>
[Event("test.posted"), Durable]
internal sealed record Posted(string Run, int Number);

[JsonSerializable(typeof(Posted))]
internal sealed partial class BusJson : JsonSerializerContext;
