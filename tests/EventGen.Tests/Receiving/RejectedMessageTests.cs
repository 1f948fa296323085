using System.Text;
using EventGen.Tests.Delivery;

namespace EventGen.Tests.Receiving;

/// <summary>What arrives and cannot be handled, as a dead letter.</summary>
public sealed class RejectedMessageTests
{
    private const string NotTheEvents = """{"Name":"n","Number":"secret"}""";

    // As it is read back: a message that has a traceparent has its trace id.
    private static readonly EventMetadata s_sent = Messages.Arrived().Metadata with { TraceId = Messages.TraceParent[3..35] };

    private readonly ManualTimeProvider _clock = new();
    private readonly HandTransport _transport = new();
    private readonly RecordingLogger _log = new();

    [Fact]
    public async Task Letter_OfWhatIsNoMessage_HoldsItAsItCame()
    {
        await using var bus = await StartAsync();
        byte[] wire = [0xff, 0x00, .. "secret"u8];

        var result = await ReceiveAsync(wire);

        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await bus.DeadLetters.ListAsync()));
        Assert.Equal((DeadLetterKind.RejectedMessage, "", "first", 1), (deadLetter.Kind, deadLetter.EventId, deadLetter.Target, deadLetter.Attempts));
        Assert.Equal(wire, deadLetter.Content.ToArray());
        Assert.Equal((Guid.Empty, EventMetadata.Empty), (deadLetter.EmissionId, deadLetter.Metadata));
        Assert.Equal((_clock.GetUtcNow(), _clock.GetUtcNow(), _clock.GetUtcNow()), (deadLetter.Timestamp, deadLetter.FirstFailure, deadLetter.LastFailure));
        Assert.Equal(result.Reason, deadLetter.Reason);
        Assert.Equal((1L, 1L), (bus.GetHealth().DeadLetters, bus.GetHealth().Rejected));
    }

    [Fact]
    public async Task Letter_OfAMessageThatIsNotItsEvents_HoldsAllThatCameWithIt()
    {
        await using var bus = await StartAsync();
        var message = Messages.Arrived(NotTheEvents);

        await _transport.Intake!.ReceiveAsync(message);

        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await bus.DeadLetters.ListAsync()));
        Assert.Equal(("arrived", Messages.Id, Messages.Time, message.Metadata), (deadLetter.EventId, deadLetter.EmissionId, deadLetter.Timestamp, deadLetter.Metadata));
        Assert.Equal(_clock.GetUtcNow(), deadLetter.FirstFailure);
        Assert.True(EventMessage.TryParse(deadLetter.Content, out var kept, out string? fault), fault);
        Assert.Equal((message.Id, message.EventId, message.Timestamp, s_sent, message.TraceParent), (kept.Id, kept.EventId, kept.Timestamp, kept.Metadata, kept.TraceParent));
        Assert.Equal(NotTheEvents, Encoding.UTF8.GetString(kept.Payload.Span));
    }

    [Fact]
    public async Task Letter_OfAMessageThatMustNotBeHandled_NamesItsEventAndHoldsTheMessage()
    {
        await using var bus = await StartAsync();
        var message = Messages.Arrived();

        var result = await _transport.Intake!.RejectAsync(message, "It came too often.");

        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await bus.DeadLetters.ListAsync()));
        Assert.Equal(new ReceiveResult(ReceiveStatus.Rejected, "It came too often."), result);
        Assert.Equal((DeadLetterKind.RejectedMessage, "arrived", Messages.Id, "It came too often."), (deadLetter.Kind, deadLetter.EventId, deadLetter.EmissionId, deadLetter.Reason));
        Assert.True(EventMessage.TryParse(deadLetter.Content, out var kept, out string? fault), fault);
        Assert.Equal(message.Id, kept.Id);
        Assert.Equal(1, bus.GetHealth().Rejected);
    }

    [Fact]
    public async Task Letter_OfAnEventThatTheBusDoesNotHave_DoesNotTakeItsName()
    {
        await using var bus = await StartAsync();

        await _transport.Intake!.ReceiveAsync(Messages.Arrived(eventId: "nobody.knows\nit"));

        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await bus.DeadLetters.ListAsync(new DeadLetterFilter { EventId = "" })));
        Assert.Equal(("", "No module of the bus declares its event."), (deadLetter.EventId, deadLetter.Reason));
        Assert.True(EventMessage.TryParse(deadLetter.Content, out var kept, out _));
        Assert.Equal("nobody.knows\nit", kept.EventId);
    }

    [Fact]
    public async Task Letter_OfWhatIsOverTheLimit_HoldsNothingOfIt()
    {
        await using var bus = await StartAsync();

        await ReceiveAsync(new byte[2 * 1024 * 1024]);

        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await bus.DeadLetters.ListAsync()));
        Assert.Equal((true, "It is larger than the limit."), (deadLetter.Content.IsEmpty, deadLetter.Reason));
    }

    [Fact]
    public async Task Letter_OfAMessageThatTheTransportMadeOfNothing_IsKept()
    {
        await using var bus = await StartAsync();

        var result = await _transport.Intake!.ReceiveAsync(Messages.Arrived(""));

        Assert.Equal(ReceiveStatus.Rejected, result.Status);
        Assert.True(Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await bus.DeadLetters.ListAsync())).Content.IsEmpty);
    }

    [Fact]
    public async Task Letters_AreFilteredByKind()
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidDataException()));

        await ReceiveAsync("no json"u8.ToArray());
        bus.Topic<Ping>().Emit(new Ping(1));

        Assert.Equal([DeadLetterKind.RejectedMessage, DeadLetterKind.Handler], (await bus.DeadLetters.ListAsync()).Select(static deadLetter => deadLetter.Kind));
        Assert.Equal(DeadLetterKind.RejectedMessage, Assert.Single(await bus.DeadLetters.ListAsync(new DeadLetterFilter { Kind = DeadLetterKind.RejectedMessage })).Kind);
        Assert.Equal(1, await bus.DeadLetters.DiscardAsync(new DeadLetterFilter { Kind = DeadLetterKind.RejectedMessage }));
        Assert.Equal(1, bus.GetHealth().DeadLetters);
    }

    [Fact]
    public async Task ReceiveAsync_TakesPayloadsAsLargeAsTheOptionsSay()
    {
        await using var small = await StartAsync(static options => options.MaxPayloadBytes = 40);
        Assert.Equal(40, _transport.Intake!.Limits.MaxPayloadBytes);
        Assert.Equal(ReceiveStatus.Handled, (await ReceiveAsync(Messages.Numbered(1).ToJson())).Status);
        Assert.Equal("Its payload is larger than the limit.", (await ReceiveAsync(Messages.Numbered(1, new string('n', 40)).ToJson())).Reason);

        await using var large = await StartAsync(static options => options.MaxPayloadBytes = 4 * 1024 * 1024);
        Assert.Equal(ReceiveStatus.Handled, (await ReceiveAsync(Messages.Numbered(1, new string('n', 3 * 1024 * 1024)).ToJson())).Status);
    }

    [Fact]
    public async Task Replay_OnceTheBusHasTheEvent_HandlesTheMessage_AndRemovesTheLetter()
    {
        var store = await StoreOfABusWithoutTheEventAsync(Messages.Arrived());
        await using var bus = await StartAsync(build: builder => builder.UseDeadLetterStore(store));
        (Arrived Payload, EventContext Context)? seen = null;
        bus.Topic<Arrived>().Subscribe((payload, context) => { seen = (payload, context); });
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());

        Assert.True(await ReplayAsync(bus, deadLetter));

        Assert.Equal(new Arrived("n", 1), seen!.Value.Payload);
        Assert.Equal((Messages.Id, Messages.Time, s_sent), (seen.Value.Context.Id, seen.Value.Context.Timestamp, seen.Value.Context.Metadata));
        Assert.Equal(0, bus.DeadLetters.Count);
        Assert.DoesNotContain("publish", _transport.Calls);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("""{"id":"01a1ffc0-efc6-7781-b766-a54aef9b50ce","type":"arrived","payload":[],"timestamp":"2026-11-21T10:00:00Z"}""")]
    public async Task Replay_OfWhatIsRejectedAgain_KeepsTheLetter_WithOneMoreAttempt(string wire)
    {
        await using var bus = await StartAsync();
        int raised = 0;
        bus.MessageRejected += (_, _) => raised++;
        await ReceiveAsync(Encoding.UTF8.GetBytes(wire));
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.False(await ReplayAsync(bus, deadLetter));
        Assert.Equal(new ReplayReport(0, 1), await bus.DeadLetters.ReplayAllAsync());

        var kept = Assert.Single(await bus.DeadLetters.ListAsync());
        Assert.Equal(deadLetter with { Attempts = 3, LastFailure = deadLetter.LastFailure.AddHours(1) }, kept);
        Assert.Equal((1, 1L), (raised, bus.GetHealth().Rejected));
    }

    [Fact]
    public async Task Replay_ThatIsRejectedForAnotherReason_SaysWhatIsKnownNow()
    {
        var store = await StoreOfABusWithoutTheEventAsync(Messages.Arrived(NotTheEvents));
        await using var bus = await StartAsync(build: builder => builder.UseDeadLetterStore(store));
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());
        Assert.False(await ReplayAsync(bus, deadLetter));

        var kept = Assert.Single(await bus.DeadLetters.ListAsync());
        Assert.Equal((deadLetter.Id, "arrived", "Its payload is not the event's."), (kept.Id, kept.EventId, kept.Reason));
    }

    [Fact]
    public async Task Replay_WhoseHandlerFails_LeavesTheHandlersLetter()
    {
        var store = await StoreOfABusWithoutTheEventAsync(Messages.Arrived());
        await using var bus = await StartAsync(build: builder => builder.UseDeadLetterStore(store));
        bus.Topic<Arrived>().Subscribe(static (Arrived _) => throw new InvalidDataException());

        Assert.True(await ReplayAsync(bus, Assert.Single(await bus.DeadLetters.ListAsync())));

        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());
        Assert.Equal((DeadLetterKind.Handler, "arrived", Messages.Id), (deadLetter.Kind, deadLetter.EventId, deadLetter.EmissionId));
    }

    [Fact]
    public async Task Replay_WithoutThePublisher_NamesIt_AndKeepsTheLetter()
    {
        var store = new JsonOnlyStore();
        var gone = new HandTransport("gone");
        await using (await TestBus.StartAsync(publishers: [gone], build: builder => builder.UseDeadLetterStore(store)))
            await gone.Intake!.ReceiveAsync("no json"u8.ToArray());
        await using var bus = await StartAsync(build: builder => builder.UseDeadLetterStore(store));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await bus.DeadLetters.ReplayAsync((await bus.DeadLetters.ListAsync())[0].Id));

        Assert.Equal("The bus has no publisher 'gone' any more, which received the message. Add it again, or discard the dead letter.", thrown.Message);
        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Replay_OfWhatWasNotKept_SaysSo()
    {
        await using var bus = await StartAsync();
        await ReceiveAsync(new byte[2 * 1024 * 1024]);
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.DeadLetters.ReplayAsync(deadLetter.Id));

        Assert.Contains("Have it sent again", thrown.Message);
        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Replay_AfterTheStop_Throws_AndKeepsTheLetter()
    {
        await using var bus = await StartAsync();
        await ReceiveAsync("no json"u8.ToArray());
        await bus.DrainAsync();

        await Assert.ThrowsAsync<EventBusStoppedException>(() => bus.DeadLetters.ReplayAllAsync());

        Assert.Equal(1, Assert.Single(await bus.DeadLetters.ListAsync()).Attempts);
    }

    [Fact]
    public async Task Replay_FromAHandler_IsReceived()
    {
        var store = await StoreOfABusWithoutTheEventAsync(Messages.Arrived());
        await using var bus = await StartAsync(static options => options.Workers = 2, build: builder => builder.UseDeadLetterStore(store));
        ReplayReport? report = null;
        bus.Topic<Ping>().Subscribe(async (Ping _) => report = await bus.DeadLetters.ReplayAllAsync());

        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        await bus.DrainAsync();

        Assert.Equal(new ReplayReport(1, 0), report);
    }

    [Fact]
    public async Task Memory_AFloodOfMessages_PushesOutOlderMessagesAlone()
    {
        await using var bus = await StartAsync(static options => (options.DeadLetterCapacity, options.RejectedMessageCapacity) = (2, 3));
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidDataException()));

        await RejectAsync(1);
        bus.Topic<Ping>().Emit(new Ping(1));
        for (int i = 0; i < 9; i++) await RejectAsync(1);
        bus.Topic<Ping>().Emit(new Ping(2));
        await RejectAsync(1);

        Assert.Equal(
            [DeadLetterKind.Handler, DeadLetterKind.RejectedMessage, DeadLetterKind.RejectedMessage, DeadLetterKind.Handler, DeadLetterKind.RejectedMessage],
            (await bus.DeadLetters.ListAsync()).Select(static deadLetter => deadLetter.Kind));
        Assert.Equal((5L, 8L), (bus.GetHealth().DeadLetters, bus.DeadLetters.Lost));
    }

    [Fact]
    public async Task Memory_KeepsNoMoreBytesThanItMay()
    {
        await using var bus = await StartAsync(static options => options.RejectedMessageBytes = 100);
        foreach (int size in (int[])[60, 30, 40, 25]) await RejectAsync(size);
        Assert.Equal([30, 40, 25], await SizesAsync(bus));

        // What goes makes room.
        Assert.True(await bus.DeadLetters.DiscardAsync((await bus.DeadLetters.ListAsync())[1].Id));
        await RejectAsync(45);

        Assert.Equal([30, 25, 45], await SizesAsync(bus));
        Assert.Equal(1, bus.DeadLetters.Lost);
    }

    [Fact]
    public async Task Memory_OfAMessageThatAloneIsTooLarge_KeepsTheFact_AndPushesOutNothing()
    {
        await using var bus = await StartAsync(static options => options.RejectedMessageBytes = 100);
        await RejectAsync(100);

        await _transport.Intake!.ReceiveAsync(Messages.Arrived(NotTheEvents));   // some 400 bytes

        Assert.Equal([100, 0], await SizesAsync(bus));
        Assert.Equal(("arrived", EventMetadata.Empty), ((await bus.DeadLetters.ListAsync())[1].EventId, (await bus.DeadLetters.ListAsync())[1].Metadata));
        Assert.Equal(0, bus.DeadLetters.Lost);
    }

    [Fact]
    public async Task NothingOfTheContent_IsInALog()
    {
        var store = new JsonOnlyStore();
        await using var bus = await StartAsync(build: builder => builder.UseDeadLetterStore(store));
        foreach (bool fails in (bool[])[false, true])
        {
            store.Fails = fails;
            await ReceiveAsync("secret"u8.ToArray());
            await _transport.Intake!.ReceiveAsync(Messages.Arrived(NotTheEvents));
            await _transport.Intake.ReceiveAsync(Messages.Arrived(eventId: "secret"));
        }

        await bus.DeadLetters.ReplayAllAsync();

        Assert.Contains(_log.Entries, static entry => entry.Id == 45);
        Assert.DoesNotContain(_log.Entries, static entry => entry.ToString().Contains("secret", StringComparison.Ordinal));
        Assert.All(await bus.DeadLetters.ListAsync(), static deadLetter => Assert.DoesNotContain("secret", deadLetter.Reason + deadLetter.EventId));
    }

    [Fact]
    public async Task AStoreThatFailsForManyMessages_IsLoggedAFewTimes()
    {
        await using var bus = await StartAsync(build: static builder => builder.UseDeadLetterStore(new JsonOnlyStore { Fails = true }));

        for (int i = 0; i < 1000; i++) await RejectAsync(1);

        Assert.Equal(1000, bus.DeadLetters.Lost);
        Assert.Equal(10, _log.Entries.Count(static entry => entry.Id == 45));
    }

    private Task<EventBus> StartAsync(Action<EventBusOptions>? options = null, Action<EventBusBuilder>? build = null) => TestBus.StartAsync(
        settings =>
        {
            settings.TimeProvider = _clock;
            options?.Invoke(settings);
        },
        publishers: [_transport],
        build: builder =>
        {
            builder.UseLogging(_log);
            build?.Invoke(builder);
        });

    private async Task<JsonOnlyStore> StoreOfABusWithoutTheEventAsync(EventMessage message)
    {
        var store = new JsonOnlyStore();
        await using var bus = EventBus.Create(builder => builder.AddPublisher(_transport).UseDeadLetterStore(store));
        await bus.StartAsync(TestContext.Current.CancellationToken);
        await _transport.Intake!.ReceiveAsync(message);
        return store;
    }

    private ValueTask<ReceiveResult> ReceiveAsync(byte[] wire) => _transport.Intake!.ReceiveAsync(wire);

    private async Task RejectAsync(int bytes) => await _transport.Intake!.RejectAsync("It is bad.", new byte[bytes]);

    private static Task<bool> ReplayAsync(EventBus bus, DeadLetter deadLetter) => Deadline.WithinAsync(bus.DeadLetters.ReplayAsync(deadLetter.Id), "the replay");

    private static async Task<IEnumerable<int>> SizesAsync(EventBus bus) => (await bus.DeadLetters.ListAsync()).Cast<DeadLetter.RejectedMessage>().Select(static deadLetter => deadLetter.Content.Length);
}
