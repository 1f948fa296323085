using System.Text;
using EventGen.Tests.Delivery;

namespace EventGen.Tests.Receiving;

/// <summary>The replay of messages that were rejected.</summary>
public sealed class RejectedMessageReplayTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ManualTransport _transport = new();

    [Fact]
    public async Task Replay_OnceTheBusHasTheEvent_HandlesTheMessage_AndRemovesTheDeadLetter()
    {
        var store = await StoreOfABusWithoutTheEventAsync(Messages.Received());
        await using var bus = await StartAsync(build: builder => builder.UseDeadLetterStore(store));
        (ReceivedEvent Payload, EventContext Context)? seen = null;
        bus.Topic<ReceivedEvent>().Subscribe((payload, context) => { seen = (payload, context); });
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());

        Assert.True(await ReplayAsync(bus, deadLetter));

        Assert.Equal(new ReceivedEvent("n", 1), seen!.Value.Payload);
        Assert.Equal((Messages.Id, Messages.Time, Messages.MetadataOnceRead), (seen.Value.Context.Id, seen.Value.Context.Timestamp, seen.Value.Context.Metadata));
        Assert.Equal(0, bus.DeadLetters.Count);
        Assert.DoesNotContain("publish", _transport.Calls);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("""{"id":"01a1ffc0-efc6-7781-b766-a54aef9b50ce","type":"received","payload":[],"timestamp":"2026-11-21T10:00:00Z"}""")]
    public async Task Replay_OfWhatIsRejectedAgain_KeepsTheDeadLetter_WithOneMoreAttempt(string wire)
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
        var store = await StoreOfABusWithoutTheEventAsync(Messages.Received(Messages.InvalidPayload));
        await using var bus = await StartAsync(build: builder => builder.UseDeadLetterStore(store));
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());
        Assert.False(await ReplayAsync(bus, deadLetter));

        var kept = Assert.Single(await bus.DeadLetters.ListAsync());
        Assert.Equal((deadLetter.Id, "received"), (kept.Id, kept.EventId));
        Assert.StartsWith("Its payload is not the event's: part 'Number' cannot be read", kept.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", kept.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_WhoseHandlerFails_LeavesTheHandlersDeadLetter()
    {
        var store = await StoreOfABusWithoutTheEventAsync(Messages.Received());
        await using var bus = await StartAsync(build: builder => builder.UseDeadLetterStore(store));
        bus.Topic<ReceivedEvent>().Subscribe(static (ReceivedEvent _) => throw new InvalidDataException());

        Assert.True(await ReplayAsync(bus, Assert.Single(await bus.DeadLetters.ListAsync())));

        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());
        Assert.Equal((DeadLetterKind.Handler, "received", Messages.Id), (deadLetter.Kind, deadLetter.EventId, deadLetter.EmissionId));
    }

    [Fact]
    public async Task Replay_WithoutThePublisher_NamesIt_AndKeepsTheDeadLetter()
    {
        var store = new JsonOnlyStore();
        var gone = new ManualTransport("gone");
        await using (await TestBus.StartAsync(publishers: [gone], build: builder => builder.UseDeadLetterStore(store)))
            await gone.Receiver!.ReceiveAsync("no json"u8.ToArray());
        await using var bus = await StartAsync(build: builder => builder.UseDeadLetterStore(store));

        var thrown = await Assert.ThrowsAsync<DeadLetterReplayException>(async () => await bus.DeadLetters.ReplayAsync((await bus.DeadLetters.ListAsync())[0].Id));

        Assert.Equal("The bus has no publisher 'gone' any more, which received the message. Add it again, or discard the dead letter.", thrown.Message);
        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Replay_OfWhatWasNotKept_SaysSo()
    {
        await using var bus = await StartAsync();
        await ReceiveAsync(new byte[2 * 1024 * 1024]);
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());

        var thrown = await Assert.ThrowsAsync<DeadLetterReplayException>(() => bus.DeadLetters.ReplayAsync(deadLetter.Id));

        Assert.Contains("Have it sent again", thrown.Message);
        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Replay_AfterTheStop_Throws_AndKeepsTheDeadLetter()
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
        var store = await StoreOfABusWithoutTheEventAsync(Messages.Received());
        await using var bus = await StartAsync(static options => options.Workers = 2, build: builder => builder.UseDeadLetterStore(store));
        ReplayReport? report = null;
        bus.Topic<Ping>().Subscribe(async (Ping _) => report = await bus.DeadLetters.ReplayAllAsync());

        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        await bus.DrainAsync();

        Assert.Equal(new ReplayReport(1, 0), report);
    }

    private Task<EventBus> StartAsync(Action<EventBusOptions>? options = null, Action<EventBusBuilder>? build = null) => TestBus.StartAsync(
        settings =>
        {
            settings.TimeProvider = _clock;
            options?.Invoke(settings);
        },
        publishers: [_transport],
        build: build);

    private ValueTask<ReceiveResult> ReceiveAsync(byte[] wire) => _transport.Receiver!.ReceiveAsync(wire);

    private async Task<JsonOnlyStore> StoreOfABusWithoutTheEventAsync(EventMessage message)
    {
        var store = new JsonOnlyStore();
        await using var bus = EventBus.Create(builder => builder.AddPublisher(_transport).UseDeadLetterStore(store));
        await bus.StartAsync(TestContext.Current.CancellationToken);
        await _transport.Receiver!.ReceiveAsync(message);
        return store;
    }

    private static Task<bool> ReplayAsync(EventBus bus, DeadLetter deadLetter) => Deadline.WithinAsync(bus.DeadLetters.ReplayAsync(deadLetter.Id), "the replay");
}
