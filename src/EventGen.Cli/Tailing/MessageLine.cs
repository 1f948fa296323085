using System.Globalization;
using System.Text.Json.Nodes;

namespace EventGen.Cli.Tailing;

/// <summary>What is shown of a message: its head. The payload, of which parts may be sensitive, is not.</summary>
internal static class MessageLine
{
    /// <summary>Describes a message.</summary>
    /// <param name="wire">As it was published.</param>
    /// <returns>An object with <c>eventId</c>, or with <c>fault</c> when it is no message.</returns>
    public static JsonObject Describe(ReadOnlyMemory<byte> wire) => EventMessage.TryParse(wire, out var message, out string? fault)
        ? new JsonObject
        {
            ["eventId"] = message.EventId,
            ["version"] = message.Version,
            ["id"] = message.Id.ToString(),
            ["timestamp"] = message.Timestamp.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            ["source"] = message.Metadata.Source,
            ["correlationId"] = message.Metadata.CorrelationId,
            ["bytes"] = wire.Length,
        }
        : new JsonObject { ["fault"] = fault, ["bytes"] = wire.Length };
}
