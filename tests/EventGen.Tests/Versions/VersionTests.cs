using System.Text;
using System.Text.Json;
using EventGen.Tests.Receiving;

namespace EventGen.Tests.Versions;

/// <summary>What is written in an older version of an event is upgraded, what is written in a newer one is rejected, and both say so.</summary>
public sealed class VersionTests
{
    private const string Newer =
        "It has a newer version of its event than version 3, the newest that this application reads. Update the application, then replay the dead letter.";

    private const string HowToChange = " If the event has changed, https://github.com/eventgen/eventgen/blob/main/src/docs/how-to/change-an-event.md says how [EventUpgrade] reads what was written before.";

    private readonly ManualTransport _transport = new();
    private readonly MemoryDeadLetterStore _store = new(10, 10, 10_000, new DeadLetterLosses(TimeProvider.System));

    [Theory]
    [InlineData(1, """{"Name":"n"}""", 1)]
    [InlineData(2, """{"Name":"n","Count":2}""", 2)]
    [InlineData(3, """{"Name":"n","Count":3,"Unit":"kg"}""", 3)]
    public async Task Message_OfEachVersion_IsHandled(int version, string payload, int count)
    {
        await using var bus = await StartAsync();
        var handled = new List<VersionedEvent>();
        bus.Topic<VersionedEvent>().Subscribe(handled.Add);

        Assert.Equal(ReceiveStatus.Handled, (await ReceiveAsync(Message(version, payload))).Status);

        Assert.Equal(new VersionedEvent("n", count, "kg"), Assert.Single(handled));
    }

    [Theory]
    [InlineData(4, """{"Name":"n","Count":3,"Unit":"kg"}""", Newer)]
    [InlineData(1, """{"Count":2}""", "Its payload is not the event's in version 1: part 'Name' is missing." + HowToChange)]
    [InlineData(2, """{"Name":"n"}""", "Its payload is not the event's in version 2: part 'Count' is missing." + HowToChange)]
    [InlineData(2, """{"Name":null,"Count":2}""", "Its payload is not the event's in version 2: part 'Name' is null, which it may not be." + HowToChange)]
    [InlineData(2, """{"Name":"n","Count":"secret"}""", "Its payload is not the event's in version 2: part 'Count' cannot be read as Int32." + HowToChange)]
    [InlineData(2, "[]", "Its payload is not the event's in version 2: it is no JSON object." + HowToChange)]
    [InlineData(3, """{"Name":"n","Count":3}""", "Its payload is not the event's: part 'Unit' is missing." + HowToChange)]
    [InlineData(3, """{"Name":"n","Count":{"secret":1},"Unit":"kg"}""", "Its payload is not the event's: part 'Count' cannot be read as Int32." + HowToChange)]
    [InlineData(2, """{"Name":"n","Count":-1}""", "Its upgrade from version 2 threw System.IO.InvalidDataException.")]
    public async Task Message_ThatCannotBeUpgraded_IsADeadLetter_ThatSaysWhy(int version, string payload, string reason)
    {
        await using var bus = await StartAsync();

        Assert.Equal(new ReceiveResult(ReceiveStatus.Rejected, reason), await ReceiveAsync(Message(version, payload)));

        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await bus.DeadLetters.ListAsync()));
        Assert.Equal(("versioned", reason), (deadLetter.EventId, deadLetter.Reason));
        Assert.True(EventMessage.TryParse(deadLetter.Content, out var kept, out _));
        Assert.Equal((version, payload), (kept.Version, Encoding.UTF8.GetString(kept.Payload.Span)));
    }

    [Fact]
    public async Task Message_OfAVersionThatNothingUpgrades_SaysSo()
    {
        await using var bus = await StartAsync();
        var message = Message(1, """{"Name":"n","Number":1}""");

        Assert.Equal("No module of the bus declares its event.", (await ReceiveAsync(With(message, "gone", 1))).Reason);
        Assert.Equal(
            "It has a newer version of its event than version 1, the newest that this application reads. Update the application, then replay the dead letter.",
            (await ReceiveAsync(With(message, "received", 2))).Reason);
    }

    [Fact]
    public async Task Emitted_CarriesItsVersion_InEveryForm()
    {
        await using var bus = await StartAsync();

        await bus.Topic<VersionedEvent>().InvokeAsync(new VersionedEvent("n", 3, "kg"));

        var message = _transport.Published!;
        Assert.Equal((3, 3), (message.Version, JsonDocument.Parse(message.ToTransportJson()).RootElement.GetProperty("version").GetInt32()));
        Assert.False(JsonDocument.Parse(message.ToJson()).RootElement.TryGetProperty("version", out _));
        Assert.Equal("3", JsonDocument.Parse(message.ToCloudEvent()).RootElement.GetProperty("dataversion").GetString());
        Assert.Contains(new("dataversion", "3"), message.ToCloudEventAttributes());
        Assert.True(EventMessage.TryParse(message.ToTransportJson(), out var json, out _) && EventMessage.TryParse(message.ToCloudEvent(), out var cloud, out _)
            && EventMessage.TryParseCloudEvent(message.ToCloudEventAttributes(), message.Payload, out var binary, out _) && (json.Version, cloud.Version, binary.Version) == (3, 3, 3));
    }

    [Fact]
    public void VersionOne_IsLeftOut()
    {
        var message = Messages.Received();

        Assert.False(JsonDocument.Parse(message.ToTransportJson()).RootElement.TryGetProperty("version", out _));
        Assert.False(JsonDocument.Parse(message.ToCloudEvent()).RootElement.TryGetProperty("dataversion", out _));
    }

    [Theory]
    [InlineData("\"version\":0")]
    [InlineData("\"version\":-1")]
    [InlineData("\"version\":1.5")]
    [InlineData("\"version\":99999999999")]
    [InlineData("\"version\":\"2\"")]
    [InlineData("\"version\":{}")]
    public void Json_WithSomethingElseForAVersion_IsRejected(string version) => AssertFault(
        $$"""{"id":"01a1ffc0-efc6-7781-b766-a54aef9b50ce","type":"versioned","payload":{},"timestamp":"2026-11-21T10:00:00Z",{{version}}}""");

    [Theory]
    [InlineData("\"dataversion\":\"0\"")]
    [InlineData("\"dataversion\":\"1.0\"")]
    [InlineData("\"dataversion\":\" 2\"")]
    [InlineData("\"dataversion\":true")]
    public void CloudEvent_WithSomethingElseForAVersion_IsRejected(string version) => AssertFault(
        $$"""{"specversion":"1.0","id":"01a1ffc0-efc6-7781-b766-a54aef9b50ce","source":"s","type":"versioned","data":{},{{version}}}""");

    [Theory]
    [InlineData("\"dataversion\":2,\"version\":\"other\"", 2)]
    [InlineData("\"dataversion\":\"2\"", 2)]
    [InlineData("\"dataversion\":null", 1)]
    public void CloudEvent_WithAVersion_IsRead_WhateverTheOtherFormsMemberSays(string members, int version)
    {
        Assert.True(EventMessage.TryParse(Messages.Bytes($$"""{"specversion":"1.0","id":"01a1ffc0-efc6-7781-b766-a54aef9b50ce","source":"s","type":"versioned","data":{},{{members}}}"""), out var message, out string? fault), fault);
        Assert.Equal(version, message.Version);
    }

    [Theory]
    [InlineData(1, """{"Name":"n"}""", 1)]
    [InlineData(3, """{"Name":"n","Count":3,"Unit":"kg"}""", 3)]
    public async Task DeadLetter_ThatWasStoredInAnOlderVersion_IsUpgradedWhenItIsReplayed(int version, string json, int count)
    {
        await using var bus = await StartAsync();
        await _store.AddAsync(Stored(version, json), CancellationToken.None);

        Assert.Equal(new ReplayReport(1, 0), await bus.DeadLetters.ReplayAllAsync());

        Assert.Equal($$"""{"Name":"n","Count":{{count}},"Unit":"kg"}""", Encoding.UTF8.GetString(_transport.Published!.Payload.Span));
    }

    [Fact]
    public async Task DeadLetter_OfANewerVersion_IsNotReplayed_AndStays()
    {
        await using var bus = await StartAsync();
        var stored = Stored(4, "{}");
        await _store.AddAsync(stored, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<DeadLetterReplayException>(() => bus.DeadLetters.ReplayAsync(stored.Id));

        Assert.Equal($"Dead letter {stored.Id} cannot be read as VersionedEvent. {Newer}", refused.Message);
        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Theory]
    [InlineData("""{"Name":"n","Count":3,"Unit":null}""", "part 'Unit' is null, which it may not be")]
    [InlineData("""{"Name":"n","Count":3}""", "part 'Unit' is missing")]
    public async Task DeadLetter_WithoutAPartThatMayNotBeNull_IsReplayedAsLittleAsItCouldBeEmitted(string json, string why)
    {
        await using var bus = await StartAsync();
        var stored = Stored(3, json);
        await _store.AddAsync(stored, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<DeadLetterReplayException>(() => bus.DeadLetters.ReplayAsync(stored.Id));

        Assert.Equal($"Dead letter {stored.Id} cannot be read as VersionedEvent. Its payload is not the event's: {why}.{HowToChange}", refused.Message);
        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Descriptor_SaysFromWhichVersionsItUpgrades()
    {
        await using var bus = await StartAsync();

        Assert.Equal([1, 2], bus.Topic<VersionedEvent>().Descriptor.UpgradesFrom);
        Assert.Empty(bus.Topic<ReceivedEvent>().Descriptor.UpgradesFrom);
    }

    private static void AssertFault(string wire)
    {
        Assert.False(EventMessage.TryParse(Messages.Bytes(wire), out _, out string? fault));
        Assert.Equal("Its version is no whole number from 1.", fault);
    }

    private static EventMessage Message(int version, string payload) => With(Messages.Received(payload), "versioned", version);

    private static EventMessage With(EventMessage message, string eventId, int version) => new()
    {
        Id = message.Id, EventId = eventId, Version = version, Payload = message.Payload, Timestamp = message.Timestamp,
    };

    private static DeadLetter.Delivery Stored(int version, string json) => new()
    {
        Id = Guid.NewGuid(), EventId = "versioned", Target = "first", IsPublisher = true, EmissionId = Guid.NewGuid(), Timestamp = Messages.Time, Metadata = EventMetadata.Empty,
        Attempts = 1, FirstFailure = Messages.Time, LastFailure = Messages.Time, Reason = "down", Json = Messages.Bytes(json), Version = version,
    };

    private Task<EventBus> StartAsync() => TestBus.StartAsync(publishers: [_transport], build: builder => builder.UseDeadLetterStore(_store));

    private Task<ReceiveResult> ReceiveAsync(EventMessage message) => _transport.Receiver!.ReceiveAsync(message, CancellationToken.None).AsTask();
}
