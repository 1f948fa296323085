using System.Text.Json.Serialization;

namespace EventGen.Publishers.Conformance;

[JsonSerializable(typeof(Parcel))]
[JsonSerializable(typeof(Consignment))]
[JsonSerializable(typeof(Label))]
[JsonSerializable(typeof(Label.V1), TypeInfoPropertyName = "LabelV1")]
internal sealed partial class ParcelJson : JsonSerializerContext;
