using System.Text.Json.Serialization;

namespace EventGen.RabbitMQ.Tests;

/// <summary>Kept by an outbox until RabbitMQ has confirmed it.</summary>
[Event("rabbit.note"), Durable]
[PublishTo(Parcel.Wire)]
public sealed record Note(int Number);

[JsonSerializable(typeof(Note))]
internal sealed partial class NoteJson : JsonSerializerContext;
