using System.Text.Json.Serialization;
using EventGen.AotSmoke.Invoices;

namespace EventGen.AotSmoke.Parcels;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ParcelShipped))]
[JsonSerializable(typeof(InvoiceSent))]
internal sealed partial class SmokeJson : JsonSerializerContext;
