using System.Text.Json.Serialization;
using EventGen.Tests.Declaring;
using EventGen.Tests.Delivery;
using EventGen.Tests.Diagnostics;
using EventGen.Tests.Dispatch;
using EventGen.Tests.Groups;
using EventGen.Tests.Guards;
using EventGen.Tests.Publishing;
using EventGen.Tests.Queueing;
using EventGen.Tests.Receiving;
using EventGen.Tests.Versions;

namespace EventGen.Tests;

/// <summary>The JSON of the events that are published.</summary>
[JsonSerializable(typeof(ReceivedEvent))]
[JsonSerializable(typeof(FailingHandlersEvent))]
[JsonSerializable(typeof(FailingHandlerOnlyEvent))]
[JsonSerializable(typeof(ThrowingPartsEvent))]
[JsonSerializable(typeof(UnreadableKeyEvent))]
[JsonSerializable(typeof(ChangeableKeyEvent))]
[JsonSerializable(typeof(FullyDeclaredEvent))]
[JsonSerializable(typeof(TwoPublishersEvent))]
[JsonSerializable(typeof(TwoGroupsMemberEvent))]
[JsonSerializable(typeof(UnserializableEvent))]
[JsonSerializable(typeof(TracedEvent))]
[JsonSerializable(typeof(VersionedEvent))]
[JsonSerializable(typeof(VersionedEvent.V1))]
[JsonSerializable(typeof(VersionedEvent.V2))]
[JsonSerializable(typeof(PublishedByText))]
[JsonSerializable(typeof(PublishedText))]
[JsonSerializable(typeof(PublishedByGuid))]
[JsonSerializable(typeof(PublishedByNumber))]
internal sealed partial class TestsJson : JsonSerializerContext;
