using System.Text.Json.Serialization;

namespace EventGen.Outbox.Conformance;

/// <summary>A durable event whose synchronous handler does what the test says.</summary>
[Event("test.echo"), Durable]
internal sealed record Echo(string Run, int Number);

[JsonSerializable(typeof(Echo))]
[JsonSerializable(typeof(Lot))]
internal sealed partial class OrderJson : JsonSerializerContext;
