using System.Text.Json.Serialization;

namespace EventGen.Transports.Benchmarks;

/// <summary>What travels. It names no publisher, for every other bus of the benchmarks would need it.</summary>
[Event("benchmark.shipped")]
public sealed record Shipped(int Number, string Customer, decimal Total);

[JsonSerializable(typeof(Shipped))]
[JsonSerializable(typeof(Routes.Envelope))]
internal sealed partial class ShippedJson : JsonSerializerContext;
