using System.Text;
using EventGen.Tests.Delivery;

namespace EventGen.Tests.Receiving;

/// <summary>A message that cannot be handled becomes a dead letter.</summary>
public sealed class RejectedMessageTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ManualTransport _transport = new();
    private readonly RecordingLogger _log = new();

    [Fact]
    public async Task DeadLetter_OfWhatIsNoMessage_HoldsItAsItCame()
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
    public async Task DeadLetter_OfAMessageThatIsNotItsEvents_HoldsAllThatCameWithIt()
    {
        await using var bus = await StartAsync();
        var message = Messages.Received(Messages.InvalidPayload);

        await _transport.Receiver!.ReceiveAsync(message);

        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await bus.DeadLetters.ListAsync()));
        Assert.Equal(("received", Messages.Id, Messages.Time, message.Metadata), (deadLetter.EventId, deadLetter.EmissionId, deadLetter.Timestamp, deadLetter.Metadata));
        Assert.Equal(_clock.GetUtcNow(), deadLetter.FirstFailure);
        Assert.True(EventMessage.TryParse(deadLetter.Content, out var kept, out string? fault), fault);
        Assert.Equal((message.Id, message.EventId, message.Timestamp, Messages.MetadataOnceRead, message.TraceParent), (kept.Id, kept.EventId, kept.Timestamp, kept.Metadata, kept.TraceParent));
        Assert.Equal(Messages.InvalidPayload, Encoding.UTF8.GetString(kept.Payload.Span));
    }

    [Fact]
    public async Task DeadLetter_OfAMessageThatMustNotBeHandled_NamesItsEventAndHoldsTheMessage()
    {
        await using var bus = await StartAsync();
        var message = Messages.Received();

        var result = await _transport.Receiver!.RejectAsync(message, "It came too often.");

        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await bus.DeadLetters.ListAsync()));
        Assert.Equal(new ReceiveResult(ReceiveStatus.Rejected, "It came too often."), result);
        Assert.Equal((DeadLetterKind.RejectedMessage, "received", Messages.Id, "It came too often."), (deadLetter.Kind, deadLetter.EventId, deadLetter.EmissionId, deadLetter.Reason));
        Assert.True(EventMessage.TryParse(deadLetter.Content, out var kept, out string? fault), fault);
        Assert.Equal(message.Id, kept.Id);
        Assert.Equal(1, bus.GetHealth().Rejected);
        Assert.Contains("(event: received) that cannot be handled: It came too often. It becomes a dead letter", Assert.Single(_log.Entries, static entry => entry.Id == 42).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeadLetter_OfAnEventThatTheBusDoesNotHave_NamesIt_AndNeitherTheLogNorAMetricDoes()
    {
        await using var bus = await StartAsync();

        await _transport.Receiver!.ReceiveAsync(Messages.Received(eventId: "com.example/Elsewhere:happened_2"));

        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await bus.DeadLetters.ListAsync(new DeadLetterFilter { EventId = "com.example/Elsewhere:happened_2" })));
        Assert.Equal("No module of the bus declares its event.", deadLetter.Reason);
        Assert.DoesNotContain(_log.Entries, static entry => entry.Message.Contains("Elsewhere", StringComparison.Ordinal));
        Assert.Equal(new ReplayReport(0, 1), await bus.DeadLetters.ReplayAllAsync());
        Assert.Equal("com.example/Elsewhere:happened_2", Assert.Single(await bus.DeadLetters.ListAsync()).EventId);
    }

    [Fact]
    public async Task DeadLetter_OfAnEventWhoseNameCannotBeShown_DoesNotTakeIt()
    {
        await using var bus = await StartAsync();

        await _transport.Receiver!.ReceiveAsync(Messages.Received(eventId: "nobody.knows\nit"));

        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await bus.DeadLetters.ListAsync(new DeadLetterFilter { EventId = "" })));
        Assert.Equal(("", "No module of the bus declares its event."), (deadLetter.EventId, deadLetter.Reason));
        Assert.True(EventMessage.TryParse(deadLetter.Content, out var kept, out _));
        Assert.Equal("nobody.knows\nit", kept.EventId);
    }

    [Fact]
    public async Task DeadLetter_OfWhatIsOverTheLimit_HoldsNothingOfIt()
    {
        await using var bus = await StartAsync();

        await ReceiveAsync(new byte[2 * 1024 * 1024]);

        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await bus.DeadLetters.ListAsync()));
        Assert.Equal((true, "It is larger than the limit."), (deadLetter.Content.IsEmpty, deadLetter.Reason));
    }

    [Fact]
    public async Task DeadLetter_OfAMessageThatTheTransportMadeOfNothing_IsKept()
    {
        await using var bus = await StartAsync();

        var result = await _transport.Receiver!.ReceiveAsync(Messages.Received(""));

        Assert.Equal(ReceiveStatus.Rejected, result.Status);
        Assert.True(Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await bus.DeadLetters.ListAsync())).Content.IsEmpty);
    }

    [Fact]
    public async Task DeadLetters_AreFilteredByKind()
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
        Assert.Equal(40, _transport.Receiver!.Limits.MaxPayloadBytes);
        Assert.Equal(ReceiveStatus.Handled, (await ReceiveAsync(Messages.Numbered(1).ToJson())).Status);
        Assert.Equal("Its payload is larger than the limit.", (await ReceiveAsync(Messages.Numbered(1, new string('n', 40)).ToJson())).Reason);

        await using var large = await StartAsync(static options => options.MaxPayloadBytes = 4 * 1024 * 1024);
        Assert.Equal(ReceiveStatus.Handled, (await ReceiveAsync(Messages.Numbered(1, new string('n', 3 * 1024 * 1024)).ToJson())).Status);
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

        await _transport.Receiver!.ReceiveAsync(Messages.Received(Messages.InvalidPayload));   // some 400 bytes

        Assert.Equal([100, 0], await SizesAsync(bus));
        Assert.Equal(("received", EventMetadata.Empty), ((await bus.DeadLetters.ListAsync())[1].EventId, (await bus.DeadLetters.ListAsync())[1].Metadata));
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
            await _transport.Receiver!.ReceiveAsync(Messages.Received(Messages.InvalidPayload));
            await _transport.Receiver.ReceiveAsync(Messages.Received(eventId: "secret"));
        }

        await bus.DeadLetters.ReplayAllAsync();

        Assert.Contains(_log.Entries, static entry => entry.Id == 198);
        Assert.DoesNotContain(_log.Entries, static entry => entry.ToString().Contains("secret", StringComparison.Ordinal));
        Assert.All(await bus.DeadLetters.ListAsync(), static deadLetter => Assert.DoesNotContain("secret", deadLetter.Reason));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AStoreThatFailsForManyMessages_IsLoggedAFewTimes_AndTheyAreLostWhereTheyDoNotComeAgain(bool redelivers)
    {
        await using var bus = await StartAsync(build: static builder => builder.UseDeadLetterStore(new JsonOnlyStore { Fails = true }));
        _transport.Receiver!.Redelivers = redelivers;

        for (int i = 0; i < 1000; i++) await RejectAsync(1);

        Assert.Equal(redelivers ? 0 : 1000, bus.DeadLetters.Lost);
        Assert.Equal(redelivers ? (0, 10) : (10, 0), (_log.Entries.Count(static entry => entry.Id == 45), _log.Entries.Count(static entry => entry.Id == 198)));
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

    private ValueTask<ReceiveResult> ReceiveAsync(byte[] wire) => _transport.Receiver!.ReceiveAsync(wire);

    private async Task RejectAsync(int bytes) => await _transport.Receiver!.RejectAsync("It is bad.", new byte[bytes]);

    private static async Task<IEnumerable<int>> SizesAsync(EventBus bus) => (await bus.DeadLetters.ListAsync()).Cast<DeadLetter.RejectedMessage>().Select(static deadLetter => deadLetter.Content.Length);
}
