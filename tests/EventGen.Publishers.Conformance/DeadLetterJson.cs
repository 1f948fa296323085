using System.Text.Json.Serialization;

namespace EventGen.Publishers.Conformance;

[JsonSerializable(typeof(DeadLetterRow))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
