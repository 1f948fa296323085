using System.Text;

namespace EventGen.Redis.Tests;

/// <summary>Messages of <see cref="Parcel"/> as a bus writes them.</summary>
internal static class ParcelMessage
{
    public static EventMessage New(string key = "a") => new()
    {
        Id = Guid.NewGuid(),
        EventId = "conformance.parcel",
        Payload = Encoding.UTF8.GetBytes($$"""{"Id":"{{Guid.NewGuid()}}","Key":"{{key}}","Number":1}"""),
        Timestamp = DateTimeOffset.UtcNow,
    };
}
