using System.Text;

namespace EventGen.Tests.Delivery;

public sealed class DeadLetterTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly CallLog _calls = new();
    private bool _works;

    [Fact]
    public async Task Letter_SaysWhatWhyAndWhen()
    {
        await using var bus = await StartAsync(publishers: [new FailingPublisher("first")]);
        var emitted = _clock.GetUtcNow();

        using (EventMetadata.Push(userId: "u1")) await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(7));
        await bus.DrainAsync();

        var deadLetter = Assert.IsType<DeadLetter.Delivery>(Assert.Single(await bus.DeadLetters.ListAsync()));
        Assert.Equal(("two.publishers", "first", DeadLetterKind.Publisher, 1), (deadLetter.EventId, deadLetter.Target, deadLetter.Kind, deadLetter.Attempts));
        Assert.Equal(new TwoPublishersEvent(7), deadLetter.Payload);
        Assert.Equal("""{"Number":7}""", Encoding.UTF8.GetString(deadLetter.Json.Span));
        Assert.Equal("u1", deadLetter.Metadata.UserId);
        Assert.Equal((emitted, emitted, emitted), (deadLetter.Timestamp, deadLetter.FirstFailure, deadLetter.LastFailure));
        Assert.Equal(("System.InvalidOperationException", "first is down"), (deadLetter.ExceptionType, deadLetter.Reason));
        Assert.NotEqual(deadLetter.EmissionId, deadLetter.Id);
        Assert.Equal(1, bus.GetHealth().DeadLetters);
    }

    [Fact]
    public async Task Letter_OfARetriedHandler_HasItsAttemptsAndBothTimes()
    {
        await using var bus = await StartAsync();
        var first = _clock.GetUtcNow();

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(new RetryingHandlersEvent("k", 1, new RetryingHandlersWork { Declared = static _ => throw new InvalidOperationException() }));
        for (int i = 0; i < 2; i++)
        {
            await _clock.WhenPendingAsync(1);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await Eventually.EqualAsync(1, () => bus.DeadLetters.Count);

        var deadLetter = Assert.IsType<DeadLetter.Delivery>(Assert.Single(await bus.DeadLetters.ListAsync()));
        Assert.Equal((3, first, first + TimeSpan.FromSeconds(2)), (deadLetter.Attempts, deadLetter.FirstFailure, deadLetter.LastFailure));
        Assert.Contains(nameof(DeadLetterTests), deadLetter.StackTrace, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(HandlerInvoker<object>), deadLetter.StackTrace, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(DeliveryLoop<object>), deadLetter.StackTrace, StringComparison.Ordinal);
        Assert.True(deadLetter.Json.IsEmpty);
    }

    [Fact]
    public async Task Replay_RunsThatHandlerOnly_AndRemovesTheLetter()
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(FailUntilItWorks);
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("sibling"));
        bus.Topic<Ping>().Emit(new Ping(3));
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());

        _works = true;
        bool succeeded = await Deadline.WithinAsync(bus.DeadLetters.ReplayAsync(deadLetter.Id), "the replay");

        Assert.True(succeeded);
        Assert.Equal(["failing 3", "sibling", "failing 3"], _calls.Entries);
        Assert.Empty(await bus.DeadLetters.ListAsync());
    }

    [Fact]
    public async Task Replay_ThatFails_KeepsTheLetter_WithOneMoreAttempt()
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(FailUntilItWorks);
        bus.Topic<Ping>().Emit(new Ping(3));
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.False(await Deadline.WithinAsync(bus.DeadLetters.ReplayAsync(deadLetter.Id), "the replay"));

        var kept = Assert.Single(await bus.DeadLetters.ListAsync());
        Assert.Equal((deadLetter.Id, deadLetter.EmissionId, 2), (kept.Id, kept.EmissionId, kept.Attempts));
        Assert.Equal((deadLetter.FirstFailure, deadLetter.LastFailure + TimeSpan.FromHours(1)), (kept.FirstFailure, kept.LastFailure));
    }

    [Fact]
    public async Task Replay_IsOneAttempt_WhateverThePolicy()
    {
        await using var bus = await StartAsync();
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(new RetryingHandlersEvent("k", 1, new RetryingHandlersWork { Picky = context => throw (_works ? new IOException() : new InvalidOperationException()) }));
        await Eventually.EqualAsync(1, () => bus.DeadLetters.Count);
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());

        _works = true;

        Assert.False(await Deadline.WithinAsync(bus.DeadLetters.ReplayAsync(deadLetter.Id), "the replay"));
        Assert.Equal(0, bus.GetHealth().Retrying);
    }

    [Fact]
    public async Task Replay_OfAPublisher_SendsTheSameMessage()
    {
        var publisher = new FailingPublisher("first");
        await using var bus = await StartAsync(publishers: [publisher]);
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(7));
        await Eventually.EqualAsync(1, () => bus.DeadLetters.Count);
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());

        publisher.IsDown = false;
        Assert.True(await Deadline.WithinAsync(bus.DeadLetters.ReplayAsync(deadLetter.Id), "the replay"));

        var message = Assert.Single(publisher.Published);
        Assert.Equal((deadLetter.EmissionId, deadLetter.Timestamp), (message.Id, message.Timestamp));
    }

    [Fact]
    public async Task Replay_OfALetterThatHasOnlyJson_ReadsItBack()
    {
        var publisher = new FailingPublisher("first");
        var store = new JsonOnlyStore();
        await using var bus = await TestBus.StartAsync(publishers: [publisher], build: builder => builder.UseDeadLetterStore(store));
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(7));
        await Eventually.EqualAsync(1, () => bus.DeadLetters.Count);
        var deadLetter = Assert.IsType<DeadLetter.Delivery>(Assert.Single(await bus.DeadLetters.ListAsync()));
        Assert.Null(deadLetter.Payload);

        publisher.IsDown = false;
        Assert.True(await Deadline.WithinAsync(bus.DeadLetters.ReplayAsync(deadLetter.Id), "the replay"));

        Assert.Equal("""{"Number":7}""", Encoding.UTF8.GetString(Assert.Single(publisher.Published).Payload.Span));
    }

    [Fact]
    public async Task Replay_OfAHandlerThatIsGone_SaysSo_AndKeepsTheLetter()
    {
        await using var bus = await StartAsync();
        var subscription = bus.Topic<Ping>().Subscribe(FailUntilItWorks);
        bus.Topic<Ping>().Emit(new Ping(3));
        subscription.Dispose();
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());

        var thrown = await Assert.ThrowsAsync<DeadLetterReplayException>(() => bus.DeadLetters.ReplayAsync(deadLetter.Id));
        var report = await bus.DeadLetters.ReplayAllAsync();

        Assert.StartsWith("Event 'ping' has no handler 'EventGen.Tests.Delivery.DeadLetterTests", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(new ReplayReport(0, 1), report);
        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Replay_OfAnUnknownLetter_Throws()
    {
        await using var bus = await StartAsync();

        await Assert.ThrowsAsync<KeyNotFoundException>(() => bus.DeadLetters.ReplayAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task Replay_AfterTheStop_Throws_AndKeepsTheLetter()
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(FailUntilItWorks);
        bus.Topic<Ping>().Emit(new Ping(3));
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());
        await bus.DrainAsync();

        await Assert.ThrowsAsync<EventBusStoppedException>(() => bus.DeadLetters.ReplayAsync(deadLetter.Id));
        await Assert.ThrowsAsync<EventBusStoppedException>(() => bus.DeadLetters.ReplayAllAsync());

        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task ReplayAll_ThatIsCancelled_WaitsForTheOneThatRuns_AndReplaysNoOther()
    {
        await using var bus = await StartAsync();
        var gate = new AsyncGate();
        bus.Topic<Ping>().Subscribe((Func<Ping, CancellationToken, Task>)(async (e, _) =>
        {
            if (!_works) throw new InvalidOperationException();
            await gate.PassAsync(CancellationToken.None);
            _calls.Add($"replayed {e.Number}");
        }));
        for (int i = 0; i < 2; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await Eventually.EqualAsync(2, () => bus.DeadLetters.Count);
        var oldest = (DeadLetter.Delivery)(await bus.DeadLetters.ListAsync())[0];   // of the one that failed first
        _works = true;
        using var cancellation = new CancellationTokenSource();
        var replays = bus.DeadLetters.ReplayAllAsync(cancellationToken: cancellation.Token);
        await gate.Reached;

        await cancellation.CancelAsync();

        Assert.False(replays.IsCompleted);
        gate.Open();
        await Assert.ThrowsAsync<OperationCanceledException>(() => Deadline.WithinAsync(replays, "the replay"));
        Assert.Equal([$"replayed {((Ping)oldest.Payload!).Number}"], _calls.Entries);
        Assert.Single(await bus.DeadLetters.ListAsync());
    }

    [Fact]
    public async Task ReplayAll_ReplaysEachOnce_ByFilter()
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(FailUntilItWorks);
        bus.Topic<ValuePayloadEvent>().Subscribe(new Action<ValuePayloadEvent>(static _ => throw new InvalidOperationException()));
        for (int i = 0; i < 250; i++) bus.Topic<Ping>().Emit(new Ping(i));
        bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(1));
        _works = true;

        var report = await Deadline.WithinAsync(bus.DeadLetters.ReplayAllAsync(new DeadLetterFilter { EventId = "ping" }), "the replay");
        var rest = await Deadline.WithinAsync(bus.DeadLetters.ReplayAllAsync(), "the replay of the rest");

        Assert.Equal((new ReplayReport(250, 0), new ReplayReport(0, 1)), (report, rest));
        Assert.Equal(Enumerable.Range(0, 250).Select(static i => $"failing {i}"), _calls.Entries[250..]);
    }

    [Fact]
    public async Task List_PagesAndFilters_TheOldestFirst()
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(FailUntilItWorks);
        for (int i = 0; i < 5; i++)
        {
            bus.Topic<Ping>().Emit(new Ping(i));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        var start = _clock.GetUtcNow() - TimeSpan.FromMinutes(5);
        var deadLetters = bus.DeadLetters;
        Assert.Equal([1, 2], Numbers(await deadLetters.ListAsync(skip: 1, take: 2)));
        Assert.Equal([2, 3], Numbers(await deadLetters.ListAsync(new DeadLetterFilter { Since = start.AddMinutes(2), Before = start.AddMinutes(4) })));
        Assert.Empty(await deadLetters.ListAsync(new DeadLetterFilter { Target = "other" }));
        Assert.Empty(await deadLetters.ListAsync(new DeadLetterFilter { ExceptionType = "System.Exception" }));
        var third = (await deadLetters.ListAsync(skip: 3, take: 1))[0];
        Assert.Equal([third.Id], (await deadLetters.ListAsync(new DeadLetterFilter { EmissionId = third.EmissionId })).Select(static deadLetter => deadLetter.Id));
        Assert.Equal(5, (await deadLetters.ListAsync(new DeadLetterFilter { EventId = "ping", ExceptionType = "System.InvalidOperationException" })).Count);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await deadLetters.ListAsync(skip: -1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await deadLetters.ListAsync(take: 0));
    }

    [Fact]
    public async Task Discard_RemovesOneOrMany()
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(FailUntilItWorks);
        for (int i = 0; i < 150; i++) bus.Topic<Ping>().Emit(new Ping(i));
        var deadLetter = (await bus.DeadLetters.ListAsync())[0];

        Assert.True(await bus.DeadLetters.DiscardAsync(deadLetter.Id));
        Assert.False(await bus.DeadLetters.DiscardAsync(deadLetter.Id));
        Assert.Equal(149, await bus.DeadLetters.DiscardAsync(DeadLetterFilter.All));
        Assert.Equal(0, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Memory_KeepsTheNewest_AndCountsWhatMadeRoom()
    {
        await using var bus = await StartAsync(static options => options.DeadLetterCapacity = 3);
        bus.Topic<Ping>().Subscribe(FailUntilItWorks);
        for (int i = 0; i < 5; i++) bus.Topic<Ping>().Emit(new Ping(i));

        Assert.Equal([2, 3, 4], Numbers(await bus.DeadLetters.ListAsync()));
        Assert.Equal(2, bus.DeadLetters.Lost);
        Assert.Contains("raise DeadLetterCapacity", Assert.Single(bus.GetHealth().Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StoreThatFails_CostsTheLetter_WhichIsCountedAndLogged_AndNothingElse(bool throwsAtOnce)
    {
        var log = new RecordingLogger();
        await using var bus = await TestBus.StartAsync(build: builder => builder.UseLogging(log).UseDeadLetterStore(new JsonOnlyStore { Fails = true, ThrowsAtOnce = throwsAtOnce }));
        bus.Topic<Ping>().Subscribe(FailUntilItWorks);
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("sibling"));

        bus.Topic<Ping>().Emit(new Ping(3));
        await bus.DrainAsync();

        Assert.Equal(["failing 3", "sibling"], _calls.Entries);
        Assert.Equal(1, bus.DeadLetters.Lost);
        Assert.Contains(log.Entries, static entry => entry.Message.StartsWith("The dead letter of 'EventGen.Tests", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_WaitsForTheStore_AndDisposesIt()
    {
        var gate = new AsyncGate();
        var store = new JsonOnlyStore { Gate = gate };
        await using var bus = await TestBus.StartAsync(build: builder => builder.UseDeadLetterStore(store));
        bus.Topic<Ping>().Subscribe(FailUntilItWorks);
        bus.Topic<Ping>().Emit(new Ping(3));
        await gate.Reached;

        var stop = bus.StopAsync();
        Assert.False(store.IsDisposed);
        gate.Open();
        await Deadline.WithinAsync(stop, "the stop");

        Assert.True(store.IsDisposed);
        Assert.Equal(1, store.Count);
    }

    private Task<EventBus> StartAsync(Action<EventBusOptions>? options = null, IEventPublisher[]? publishers = null) => TestBus.StartAsync(
        settings =>
        {
            settings.TimeProvider = _clock;
            options?.Invoke(settings);
        },
        publishers: publishers);

    private void FailUntilItWorks(Ping e)
    {
        _calls.Add($"failing {e.Number}");
        if (!_works) throw new InvalidOperationException("does not work");
    }

    private static IEnumerable<int> Numbers(IEnumerable<DeadLetter> deadLetters) => deadLetters.Cast<DeadLetter.Delivery>().Select(static deadLetter => ((Ping)deadLetter.Payload!).Number);
}
