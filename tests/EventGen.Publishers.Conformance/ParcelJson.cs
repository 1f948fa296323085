using System.Text.Json.Serialization;

namespace EventGen.Publishers.Conformance;

[JsonSerializable(typeof(Parcel))]
[JsonSerializable(typeof(Consignment))]
internal sealed partial class ParcelJson : JsonSerializerContext;
