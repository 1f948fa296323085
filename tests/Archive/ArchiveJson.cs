using System.Text.Json.Serialization;

namespace Archive;

[JsonSerializable(typeof(SipCreated))]
[JsonSerializable(typeof(SipDeleted))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
