using System.Text.Json.Serialization;

namespace EventGen.Outbox.Tests;

[JsonSerializable(typeof(Placed))]
[JsonSerializable(typeof(Moved)), JsonSerializable(typeof(Sent))]
[JsonSerializable(typeof(Booked))]
[JsonSerializable(typeof(Torn))]
[JsonSerializable(typeof(Noted))]
internal sealed partial class TestJson : JsonSerializerContext;
