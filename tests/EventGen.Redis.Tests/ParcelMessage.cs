using System.Text;

namespace EventGen.Redis.Tests;

internal static class Some
{
    public static EventMessage Message(string eventId = "conformance.parcel", string key = "a") => new()
    {
        Id = Guid.NewGuid(),
        EventId = eventId,
        Payload = Encoding.UTF8.GetBytes($$"""{"Id":"{{Guid.NewGuid()}}","Key":"{{key}}","Number":1}"""),
        Timestamp = DateTimeOffset.UtcNow,
    };
}
