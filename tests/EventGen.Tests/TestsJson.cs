using System.Text.Json.Serialization;
using EventGen.Tests.Declaring;
using EventGen.Tests.Dispatch;
using EventGen.Tests.Publishing;
using EventGen.Tests.Receiving;

namespace EventGen.Tests;

/// <summary>The JSON of the events that are published.</summary>
[JsonSerializable(typeof(Arrived))]
[JsonSerializable(typeof(FailingHandlersEvent))]
[JsonSerializable(typeof(Guards.FailingHandlerOnlyEvent))]
[JsonSerializable(typeof(Guards.ThrowingPartsEvent))]
[JsonSerializable(typeof(Guards.UnreadableKeyEvent))]
[JsonSerializable(typeof(Queueing.ChangeableKeyEvent))]
[JsonSerializable(typeof(ParcelSentEvent))]
[JsonSerializable(typeof(Published))]
[JsonSerializable(typeof(EventGen.Tests.Groups.SipDeleted))]
[JsonSerializable(typeof(Delivery.UnserializableEvent))]
[JsonSerializable(typeof(Diagnostics.TracedEvent))]
[JsonSerializable(typeof(PublishedByText))]
[JsonSerializable(typeof(PublishedByGuid))]
[JsonSerializable(typeof(PublishedByNumber))]
internal sealed partial class TestsJson : JsonSerializerContext;
