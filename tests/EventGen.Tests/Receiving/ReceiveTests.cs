using System.Diagnostics;

namespace EventGen.Tests.Receiving;

public sealed class ReceiveTests
{
    private readonly HandTransport _transport = new();

    [Fact]
    public async Task ReceiveAsync_RunsSubscribersWithTheMessagesContext()
    {
        await using var bus = await StartAsync();
        (Arrived Payload, EventContext Context)? seen = null;
        using var subscription = bus.Topic<Arrived>().Subscribe((payload, context) => { seen = (payload, context); });

        var result = await _transport.Intake!.ReceiveAsync(Messages.Arrived(), TestContext.Current.CancellationToken);

        Assert.Equal(new ReceiveResult(ReceiveStatus.Handled), result);
        Assert.Equal(new Arrived("n", 1), seen!.Value.Payload);
        Assert.Equal((Messages.Id, Messages.Time), (seen.Value.Context.Id, seen.Value.Context.Timestamp));
        Assert.Equal(Messages.Arrived().Metadata, seen.Value.Context.Metadata);
    }

    [Fact]
    public async Task ReceiveAsync_NeverPublishesAgain()
    {
        await using var bus = await StartAsync();

        await _transport.Intake!.ReceiveAsync(Messages.Arrived(), TestContext.Current.CancellationToken);
        await bus.DrainAsync();

        Assert.DoesNotContain("publish", _transport.Calls);
    }

    [Fact]
    public async Task ReceiveAsync_CompletesAfterTheLastHandler()
    {
        await using var bus = await StartAsync();
        var gate = new AsyncGate();
        using var subscription = bus.Topic<Arrived>().Subscribe(async (Arrived _, CancellationToken token) => await gate.PassAsync(token));

        var receiving = _transport.Intake!.ReceiveAsync(Messages.Arrived(), TestContext.Current.CancellationToken).AsTask();
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
        using var subscription = bus.Topic<Arrived>().Subscribe(static (Arrived _) => throw new InvalidDataException());

        var result = await _transport.Intake!.ReceiveAsync(Messages.Arrived(), TestContext.Current.CancellationToken);

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
        using var subscription = bus.Topic<Arrived>().Subscribe((Arrived _) =>
        {
            if (Interlocked.Increment(ref attempts) < 3) throw new InvalidDataException();
        });

        var receiving = _transport.Intake!.ReceiveAsync(Messages.Arrived(), TestContext.Current.CancellationToken).AsTask();
        for (int attempt = 1; attempt < 3; attempt++)
        {
            await Eventually.EqualAsync((attempt, 1), () => (Volatile.Read(ref attempts), bus.GetHealth().Retrying));
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
        using var subscription = bus.Topic<Arrived>().Subscribe(static (Arrived _) => throw new InvalidDataException());
        var receiving = _transport.Intake!.ReceiveAsync(Messages.Arrived(), TestContext.Current.CancellationToken).AsTask();
        await Eventually.EqualAsync(1, () => bus.GetHealth().Retrying);

        await bus.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ReceiveStatus.NotHandled, (await Deadline.WithinAsync(receiving, "the stop")).Status);
    }

    [Fact]
    public async Task ReceiveAsync_EventsThatItsHandlersEmit_AreCausedByTheMessage()
    {
        await using var bus = await StartAsync();
        EventMetadata? seen = null;
        using var first = bus.Topic<Arrived>().Subscribe((Arrived _) => bus.Topic<Ping>().Emit(new Ping(1)));
        using var second = bus.Topic<Ping>().Subscribe((_, context) => { seen = context.Metadata; });

        await _transport.Intake!.ReceiveAsync(Messages.Arrived(), TestContext.Current.CancellationToken);

        Assert.Equal((Messages.Id.ToString(), "c1", "u1"), (seen!.CausationId, seen.CorrelationId, seen.UserId));
    }

    [Fact]
    public async Task ReceiveAsync_HandlersRunInTheTraceOfTheMessage()
    {
        await using var bus = await StartAsync();
        ActivityContext seen = default;
        ActivitySpanId parent = default;
        using var subscription = bus.Topic<Arrived>().Subscribe((Arrived _) => (seen, parent) = (Activity.Current!.Context, Activity.Current.ParentSpanId));

        await _transport.Intake!.ReceiveAsync(Messages.Arrived(), TestContext.Current.CancellationToken);

        Assert.Equal(Messages.TraceParent[3..35], seen.TraceId.ToHexString());
        Assert.Equal(Messages.TraceParent[36..52], parent.ToHexString());
    }

    [Fact]
    public async Task Publish_CarriesTheTraceOfTheEmit()
    {
        await using var bus = await StartAsync();
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();

        await bus.Topic<Arrived>().EmitAsync(new Arrived("n", 1), TestContext.Current.CancellationToken);
        await bus.DrainAsync();

        Assert.Equal(activity.Id, _transport.Published!.TraceParent);
    }

    [Fact]
    public async Task ReceiveAsync_WhenTheQueueIsFull_WaitsForRoom()
    {
        await using var bus = await StartAsync(static options =>
        {
            options.Workers = 1;
            options.QueueCapacity = 1;
            options.WhenQueueFull = QueueFullMode.DropOldest;   // for what is emitted
        });
        var gate = new AsyncGate();
        List<int> seen = [];
        using var subscription = bus.Topic<Arrived>().Subscribe(async (Arrived arrived, CancellationToken token) =>
        {
            seen.Add(arrived.Number);
            await gate.PassAsync(token);
        });

        Task<ReceiveResult>[] receiving = [.. Enumerable.Range(0, 20).Select(number => _transport.Intake!.ReceiveAsync(Messages.Numbered(number)).AsTask())];
        await gate.Reached;
        Assert.Equal(1, bus.GetHealth().QueueLength);
        gate.Open();
        var results = await Deadline.WithinAsync(Task.WhenAll(receiving), "all to be received");

        Assert.All(results, static result => Assert.Equal(ReceiveStatus.Handled, result.Status));
        Assert.Equal(Enumerable.Range(0, 20), seen);
        Assert.Equal(0, bus.GetHealth().Dropped);
    }

    [Fact]
    public async Task ReceiveAsync_WhenCancelledBeforeThereIsRoom_Throws()
    {
        await using var bus = await StartAsync(static options => (options.Workers, options.QueueCapacity) = (1, 1));
        var gate = new AsyncGate();
        using var subscription = bus.Topic<Arrived>().Subscribe(async (Arrived _, CancellationToken token) => await gate.PassAsync(token));
        var running = _transport.Intake!.ReceiveAsync(Messages.Numbered(1)).AsTask();
        await gate.Reached;
        var queued = _transport.Intake.ReceiveAsync(Messages.Numbered(2)).AsTask();

        using var cancellation = new CancellationTokenSource();
        var waiting = _transport.Intake.ReceiveAsync(Messages.Numbered(3), cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.Open();
        await Task.WhenAll(running, queued);
    }

    [Fact]
    public async Task ReceiveAsync_WhenAnEmitDropsIt_IsNotHandled()
    {
        await using var bus = await StartAsync(static options => (options.Workers, options.QueueCapacity, options.WhenQueueFull) = (1, 1, QueueFullMode.DropOldest));
        var gate = new AsyncGate();
        using var subscription = bus.Topic<Arrived>().Subscribe(async (Arrived _, CancellationToken token) => await gate.PassAsync(token));
        var running = _transport.Intake!.ReceiveAsync(Messages.Numbered(1)).AsTask();
        await gate.Reached;
        var queued = _transport.Intake.ReceiveAsync(Messages.Numbered(2)).AsTask();

        await bus.Topic<Ping>().EmitAsync(new Ping(1), TestContext.Current.CancellationToken);

        Assert.Equal(ReceiveStatus.NotHandled, (await Deadline.WithinAsync(queued, "the dropped one")).Status);
        gate.Open();
        await running;
    }

    [Fact]
    public async Task ReceiveAsync_WhenAnEmitDropsIt_TellsItOutsideOfEveryLock()
    {
        await using var bus = await StartAsync(static options => (options.Workers, options.QueueCapacity, options.WhenQueueFull) = (1, 1, QueueFullMode.DropOldest));
        var gate = new AsyncGate();
        using var subscription = bus.Topic<Arrived>().Subscribe(async (Arrived _, CancellationToken token) => await gate.PassAsync(token));
        var running = _transport.Intake!.ReceiveAsync(Messages.Numbered(1)).AsTask();
        await gate.Reached;
        bool couldAsk = false;
        var told = _transport.Intake.ReceiveAsync(Messages.Numbered(2)).AsTask().ContinueWith(
            _ => couldAsk = Task.Run(bus.GetHealth).Wait(Deadline.Default / 3), TaskContinuationOptions.ExecuteSynchronously);

        await bus.Topic<Ping>().EmitAsync(new Ping(1), TestContext.Current.CancellationToken);
        await Deadline.WithinAsync(told, "the dropped one");

        Assert.True(couldAsk);
        gate.Open();
        await running;
    }

    [Fact]
    public async Task ReceiveAsync_WhenTheBusGivesUpDraining_IsNotHandled()
    {
        var bus = await StartAsync(static options => (options.Workers, options.DrainTimeout) = (1, TimeSpan.Zero));
        var gate = new AsyncGate();
        using var subscription = bus.Topic<Arrived>().Subscribe(async (Arrived _, CancellationToken token) => await gate.PassAsync(token));
        var running = _transport.Intake!.ReceiveAsync(Messages.Numbered(1)).AsTask();
        await gate.Reached;
        var queued = _transport.Intake.ReceiveAsync(Messages.Numbered(2)).AsTask();

        await bus.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ReceiveStatus.NotHandled, (await Deadline.WithinAsync(running, "the one whose handler was cancelled")).Status);
        Assert.Equal(ReceiveStatus.NotHandled, (await Deadline.WithinAsync(queued, "the one that is left")).Status);
        Assert.Equal(ReceiveStatus.NotHandled, (await _transport.Intake.ReceiveAsync(Messages.Numbered(3))).Status);
    }

    [Theory]
    [InlineData("nobody.knows.it", """{"Name":"n","Number":1}""")]
    [InlineData("arrived", """{"Name":"n"}""")]
    [InlineData("arrived", """{"Name":null,"Number":1}""")]
    [InlineData("arrived", """{"Name":"n","Number":"secret"}""")]
    [InlineData("arrived", """["secret"]""")]
    [InlineData("ping", "1")]
    public async Task ReceiveAsync_WhatCanNeverBeHandled_IsRejectedAndReportedWithoutItsContent(string eventId, string payload)
    {
        var logger = new RecordingLogger();
        await using var bus = await StartAsync(build: builder => builder.UseLogging(logger));
        List<MessageRejection> raised = [];
        bus.MessageRejected += (_, rejection) => raised.Add(rejection);

        var result = await _transport.Intake!.ReceiveAsync(Messages.Arrived(payload, eventId), TestContext.Current.CancellationToken);

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

        for (int i = 0; i < 1000; i++) await _transport.Intake!.ReceiveAsync(Messages.Bytes("no json"), TestContext.Current.CancellationToken);

        Assert.Equal(1000, bus.GetHealth().Rejected);
        Assert.Equal(10, logger.Entries.Count(static entry => entry.Id == 42));
    }

    [Fact]
    public async Task ReceiveAsync_AMissingPartWithADefault_IsItsDefault()
    {
        await using var bus = await StartAsync();
        Arrived? seen = null;
        using var subscription = bus.Topic<Arrived>().Subscribe((Arrived arrived) => { seen = arrived; });

        await _transport.Intake!.ReceiveAsync(Messages.Numbered(7), TestContext.Current.CancellationToken);

        Assert.Equal(new Arrived("n", 7), seen);
    }

    [Fact]
    public async Task ReceiveAsync_AfterAnotherObserverThrew_TellsTheNext()
    {
        await using var bus = await StartAsync();
        int told = 0;
        bus.MessageRejected += static (_, _) => throw new InvalidDataException();
        bus.MessageRejected += (_, _) => told++;

        await _transport.Intake!.ReceiveAsync(Messages.Bytes("no json"), TestContext.Current.CancellationToken);

        Assert.Equal(1, told);
    }

    [Fact]
    public async Task ReceiveAsync_FromAHandlerOfTheBus_Throws()
    {
        await using var bus = await StartAsync();
        DeliveryFailure? failure = null;
        bus.DeliveryFailed += (_, failed) => failure = failed;
        using var subscription = bus.Topic<Ping>().Subscribe(async (Ping _) => await _transport.Intake!.ReceiveAsync(Messages.Arrived()));

        await bus.Topic<Ping>().EmitAsync(new Ping(1), TestContext.Current.CancellationToken);
        await bus.DrainAsync();

        Assert.IsType<InvalidOperationException>(failure!.Exception);
    }

    [Fact]
    public async Task ReceiveAsync_OneKey_KeepsItsOrder()
    {
        await using var bus = await StartAsync(static options => options.Workers = 8);
        Dictionary<string, List<int>> seen = Enumerable.Range(0, 16).ToDictionary(static key => $"k{key}", static _ => new List<int>());
        using var subscription = bus.Topic<Arrived>().Subscribe(async (Arrived arrived) =>
        {
            await Task.Yield();
            seen[arrived.Name].Add(arrived.Number);   // one key's events never run at the same time
        });

        await Task.WhenAll(Enumerable.Range(0, 1600).Select(number => _transport.Intake!.ReceiveAsync(Messages.Numbered(number, $"k{number % 16}")).AsTask()));

        Assert.All(seen, static key => Assert.Equal(Enumerable.Range(0, 100).Select(index => index * 16 + int.Parse(key.Key[1..])), key.Value));
    }

    private Task<EventBus> StartAsync(Action<EventBusOptions>? options = null, Action<EventBusBuilder>? build = null) =>
        TestBus.StartAsync(options, publishers: [_transport], build: build);
}
