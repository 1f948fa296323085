using System.Text.Json.Serialization;
using EventGen.Tests.Declaring;
using EventGen.Tests.Dispatch;
using EventGen.Tests.Publishing;
using EventGen.Tests.Receiving;

namespace EventGen.Tests;

/// <summary>The JSON of the events that are published.</summary>
[JsonSerializable(typeof(Arrived))]
[JsonSerializable(typeof(Fragile))]
[JsonSerializable(typeof(Guards.Echo))]
[JsonSerializable(typeof(Guards.Frail))]
[JsonSerializable(typeof(Guards.Keyless))]
[JsonSerializable(typeof(Queueing.Rekeyed))]
[JsonSerializable(typeof(ParcelSentEvent))]
[JsonSerializable(typeof(Published))]
[JsonSerializable(typeof(EventGen.Tests.Groups.SipDeleted))]
[JsonSerializable(typeof(Delivery.Unwritable))]
[JsonSerializable(typeof(Diagnostics.Traced))]
[JsonSerializable(typeof(PublishedByText))]
[JsonSerializable(typeof(PublishedByGuid))]
[JsonSerializable(typeof(PublishedByNumber))]
internal sealed partial class TestsJson : JsonSerializerContext;
