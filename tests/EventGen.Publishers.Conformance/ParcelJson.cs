using System.Text.Json.Serialization;

namespace EventGen.Publishers.Conformance;

[JsonSerializable(typeof(Parcel))]
internal sealed partial class ParcelJson : JsonSerializerContext;
