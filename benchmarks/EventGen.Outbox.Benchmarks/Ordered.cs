using System.Text.Json.Serialization;

namespace EventGen.Outbox.Benchmarks;

/// <summary>The event that is measured.</summary>
[Event("benchmark.ordered"), Durable]
public sealed record Ordered(int Number, string Customer, decimal Total);

[JsonSerializable(typeof(Ordered))]
internal sealed partial class OrderedJson : JsonSerializerContext;
