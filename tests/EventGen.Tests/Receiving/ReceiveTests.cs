using System.Diagnostics;

namespace EventGen.Tests.Receiving;

public sealed class ReceiveTests
{
    private readonly ManualTransport _transport = new();

    [Fact]
    public async Task ReceiveAsync_RunsSubscribersWithTheMessagesContext()
    {
        await using var bus = await StartAsync();
        (ReceivedEvent Payload, EventContext Context)? seen = null;
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe((payload, context) => { seen = (payload, context); });

        var result = await _transport.Receiver!.ReceiveAsync(Messages.Received(), TestContext.Current.CancellationToken);

        Assert.Equal(new ReceiveResult(ReceiveStatus.Handled), result);
        Assert.Equal(new ReceivedEvent("n", 1), seen!.Value.Payload);
        Assert.Equal((Messages.Id, Messages.Time), (seen.Value.Context.Id, seen.Value.Context.Timestamp));
        Assert.Equal(Messages.Received().Metadata, seen.Value.Context.Metadata);
    }

    [Fact]
    public async Task ReceiveAsync_NeverPublishesAgain()
    {
        await using var bus = await StartAsync();

        await _transport.Receiver!.ReceiveAsync(Messages.Received(), TestContext.Current.CancellationToken);
        await bus.DrainAsync();

        Assert.DoesNotContain("publish", _transport.Calls);
    }

    [Fact]
    public async Task ReceiveAsync_CompletesAfterTheLastHandler()
    {
        await using var bus = await StartAsync();
        var gate = new AsyncGate();
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe(async (ReceivedEvent _, CancellationToken token) => await gate.PassAsync(token));

        var receiving = _transport.Receiver!.ReceiveAsync(Messages.Received(), TestContext.Current.CancellationToken).AsTask();
        await gate.Reached;
        Assert.False(receiving.IsCompleted);
        gate.Open();

        Assert.Equal(ReceiveStatus.Handled, (await receiving).Status);
    }

    [Fact]
    public async Task ReceiveAsync_WhenAHandlerFails_ReportsItAndCompletes()
    {
        await using var bus = await StartAsync();
        DeliveryFailure? failure = null;
        bus.DeliveryFailed += (_, failed) => failure = failed;
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe(static (ReceivedEvent _) => throw new InvalidDataException());

        var result = await _transport.Receiver!.ReceiveAsync(Messages.Received(), TestContext.Current.CancellationToken);

        Assert.True(result.IsSettled);
        Assert.IsType<InvalidDataException>(failure!.Exception);
    }

    [Fact]
    public async Task ReceiveAsync_WhileAHandlerIsRetried_HasNotCompleted()
    {
        var clock = new ManualTimeProvider();
        await using var bus = await StartAsync(options =>
        {
            options.TimeProvider = clock;
            options.Retry = new RetryPolicy { Attempts = 3, Delay = TimeSpan.FromSeconds(1), Backoff = Backoff.Constant, Jitter = false };
        });
        int attempts = 0;
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe((ReceivedEvent _) =>
        {
            if (Interlocked.Increment(ref attempts) < 3) throw new InvalidDataException();
        });

        var receiving = _transport.Receiver!.ReceiveAsync(Messages.Received(), TestContext.Current.CancellationToken).AsTask();
        for (int attempt = 1; attempt < 3; attempt++)
        {
            await Eventually.EqualAsync((attempt, 1), () => (Volatile.Read(ref attempts), bus.GetHealth().Retrying));
            await clock.WhenPendingAsync(1, TestContext.Current.CancellationToken);   // it is counted before its timer runs
            Assert.False(receiving.IsCompleted);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(ReceiveStatus.Handled, (await Deadline.WithinAsync(receiving, "the third attempt")).Status);
    }

    [Fact]
    public async Task ReceiveAsync_WhenTheBusStopsBeforeARetry_IsNotHandled()
    {
        var bus = await StartAsync(static options =>
        {
            options.DrainTimeout = TimeSpan.Zero;
            options.Retry = new RetryPolicy { Attempts = 3, Delay = TimeSpan.FromMinutes(1), MaxDelay = TimeSpan.FromMinutes(1) };
        });
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe(static (ReceivedEvent _) => throw new InvalidDataException());
        var receiving = _transport.Receiver!.ReceiveAsync(Messages.Received(), TestContext.Current.CancellationToken).AsTask();
        await Eventually.EqualAsync(1, () => bus.GetHealth().Retrying);

        await bus.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ReceiveStatus.NotHandled, (await Deadline.WithinAsync(receiving, "the stop")).Status);
    }

    [Fact]
    public async Task ReceiveAsync_EventsThatItsHandlersEmit_AreCausedByTheMessage()
    {
        await using var bus = await StartAsync();
        EventMetadata? seen = null;
        using var first = bus.Topic<ReceivedEvent>().Subscribe((ReceivedEvent _) => bus.Topic<Ping>().Emit(new Ping(1)));
        using var second = bus.Topic<Ping>().Subscribe((_, context) => { seen = context.Metadata; });

        await _transport.Receiver!.ReceiveAsync(Messages.Received(), TestContext.Current.CancellationToken);

        Assert.Equal((Messages.Id.ToString(), "c1", "u1"), (seen!.CausationId, seen.CorrelationId, seen.UserId));
    }

    [Fact]
    public async Task ReceiveAsync_HandlersRunInTheTraceOfTheMessage()
    {
        await using var bus = await StartAsync();
        ActivityContext seen = default;
        ActivitySpanId parent = default;
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe((ReceivedEvent _) => (seen, parent) = (Activity.Current!.Context, Activity.Current.ParentSpanId));

        await _transport.Receiver!.ReceiveAsync(Messages.Received(), TestContext.Current.CancellationToken);

        Assert.Equal(Messages.TraceParent[3..35], seen.TraceId.ToHexString());
        Assert.Equal(Messages.TraceParent[36..52], parent.ToHexString());
    }

    [Fact]
    public async Task Publish_CarriesTheTraceOfTheEmit()
    {
        await using var bus = await StartAsync();
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();

        await bus.Topic<ReceivedEvent>().EmitAsync(new ReceivedEvent("n", 1), TestContext.Current.CancellationToken);
        await bus.DrainAsync();

        Assert.Equal(activity.Id, _transport.Published!.TraceParent);
    }

    [Theory]
    [InlineData("nobody.knows.it", """{"Name":"n","Number":1}""")]
    [InlineData("received", """{"Name":"n"}""")]
    [InlineData("received", """{"Name":null,"Number":1}""")]
    [InlineData("received", """{"Name":"n","Number":"secret"}""")]
    [InlineData("received", """["secret"]""")]
    [InlineData("ping", "1")]
    public async Task ReceiveAsync_WhatCanNeverBeHandled_IsRejectedAndReportedWithoutItsContent(string eventId, string payload)
    {
        var logger = new RecordingLogger();
        await using var bus = await StartAsync(build: builder => builder.UseLogging(logger));
        List<MessageRejection> raised = [];
        bus.MessageRejected += (_, rejection) => raised.Add(rejection);

        var result = await _transport.Receiver!.ReceiveAsync(Messages.Received(payload, eventId), TestContext.Current.CancellationToken);

        Assert.Equal(ReceiveStatus.Rejected, result.Status);
        Assert.Equal(1, bus.GetHealth().Rejected);
        Assert.Equal(result.Reason, Assert.Single(raised).Reason);
        Assert.Contains(logger.Entries, static entry => entry.Id == 42);
        Assert.DoesNotContain(logger.Entries, static entry => entry.ToString().Contains("secret", StringComparison.Ordinal) || entry.ToString().Contains("nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReceiveAsync_ManyBadMessages_AreAllCountedAndFewAreLogged()
    {
        var logger = new RecordingLogger();
        await using var bus = await StartAsync(build: builder => builder.UseLogging(logger));

        for (int i = 0; i < 1000; i++) await _transport.Receiver!.ReceiveAsync(Messages.Bytes("no json"), TestContext.Current.CancellationToken);

        Assert.Equal(1000, bus.GetHealth().Rejected);
        Assert.Equal(10, logger.Entries.Count(static entry => entry.Id == 42));
    }

    [Fact]
    public async Task ReceiveAsync_AMissingPartWithADefault_IsItsDefault()
    {
        await using var bus = await StartAsync();
        ReceivedEvent? seen = null;
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe((ReceivedEvent received) => { seen = received; });

        await _transport.Receiver!.ReceiveAsync(Messages.Numbered(7), TestContext.Current.CancellationToken);

        Assert.Equal(new ReceivedEvent("n", 7), seen);
    }

    [Fact]
    public async Task ReceiveAsync_AfterAnotherObserverThrew_TellsTheNext()
    {
        await using var bus = await StartAsync();
        int told = 0;
        bus.MessageRejected += static (_, _) => throw new InvalidDataException();
        bus.MessageRejected += (_, _) => told++;

        await _transport.Receiver!.ReceiveAsync(Messages.Bytes("no json"), TestContext.Current.CancellationToken);

        Assert.Equal(1, told);
    }

    [Fact]
    public async Task ReceiveAsync_FromAHandlerOfTheBus_Throws()
    {
        await using var bus = await StartAsync();
        DeliveryFailure? failure = null;
        bus.DeliveryFailed += (_, failed) => failure = failed;
        using var subscription = bus.Topic<Ping>().Subscribe(async (Ping _) => await _transport.Receiver!.ReceiveAsync(Messages.Received()));

        await bus.Topic<Ping>().EmitAsync(new Ping(1), TestContext.Current.CancellationToken);
        await bus.DrainAsync();

        Assert.IsType<InvalidOperationException>(failure!.Exception);
    }

    private Task<EventBus> StartAsync(Action<EventBusOptions>? options = null, Action<EventBusBuilder>? build = null) =>
        TestBus.StartAsync(options, publishers: [_transport], build: build);
}
