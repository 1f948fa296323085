using System.Diagnostics.Metrics;

namespace EventGen.Outbox.Tests;

public sealed class RelayTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryDatabase _database;
    private readonly string _run = Guid.NewGuid().ToString();

    public RelayTests() => _database = new MemoryDatabase(_clock);

    private Journal Journal => Journal.Of(_run);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EmitAsync_ReturnsWhenTheEventIsCommitted_AndEveryTargetGetsItOnce()
    {
        await using var shop = await StartAsync();

        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);

        await SettledAsync();
        Assert.Equal([("first", 1), ("second", 1)], Journal.Handled);
        Assert.Single(shop.Broker.Messages);
    }

    [Fact]
    public async Task AHandlerThatHangs_IsNamedAlone()
    {
        var gate = Journal.Hold("second", 1);
        await using var shop = await StartAsync();

        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);

        await gate.Reached;
        Assert.Equal(["second on placed"], shop.Bus.RunningHandlers);
        gate.Open();
        await SettledAsync();
        Assert.Empty(shop.Bus.RunningHandlers);
    }

    [Fact]
    public async Task AFailedHandler_IsAttemptedAgainAlone()
    {
        Journal.Fail("second", 1, times: 2);
        await using var shop = await StartAsync();

        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);

        await SettledAsync();
        Assert.Equal([("first", 1), ("second", 1)], Journal.Handled);
        Assert.Single(shop.Broker.Messages);
    }

    [Fact]
    public async Task ARollBackThatFails_LeavesNoHandlerUndisposed()
    {
        var store = new HeldStore(_database) { RollBackFault = new OutboxStoreException("The connection is broken.", isTransient: true, mayBeCommitted: false) };
        await using var shop = await Shop.StartAsync(store, _clock);

        await shop.Bus.Topic<Torn>().EmitAsync(new Torn(_run, 1), Token);

        await Shop.AdvanceUntilAsync(_clock, () => shop.Bus.DeadLetters.Count == 2);
        Assert.Equal(2, Journal.Count("disposed", 1));
    }

    [Fact]
    public async Task AnEvent_IsMeteredAsConsumedOnce_HoweverOftenItIsAttempted()
    {
        int consumed = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listening) =>
        {
            if (instrument.Meter.Name == EventGenTelemetry.MeterName && instrument.Name == EventGenTelemetry.ConsumedMessages) listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, messages, tags, _) =>
        {
            if (tags.Contains(new("messaging.destination.name", "torn"))) Interlocked.Add(ref consumed, (int)messages);
        });
        listener.Start();
        await using var shop = await StartAsync();

        await shop.Bus.Topic<Torn>().EmitAsync(new Torn(_run, 1), Token);

        await Shop.AdvanceUntilAsync(_clock, () => shop.Bus.DeadLetters.Count == 2);
        Assert.Equal(1, consumed);
    }

    [Fact]
    public async Task ARetry_KeepsItsAttemptsAndDueTimeAcrossARestart()
    {
        Journal.Fail("second", 1, times: 3);
        await using (var shop = await StartAsync())
        {
            await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);
            await Eventually.TrueAsync(() => Waiting() == 1);
        }

        await using var restarted = await StartAsync();
        var entry = Assert.Single(await restarted.Bus.Outbox.ListAsync(cancellationToken: Token));
        var target = Assert.Single(entry.Targets);
        Assert.Equal(("second", 1), (target.Name, target.Attempts));
        Assert.Contains("second fails on 1", target.LastError, StringComparison.Ordinal);

        await SettledAsync();
        Assert.Equal([("first", 1)], Journal.Handled);
        var deadLetter = Assert.IsType<DeadLetter.Delivery>(Assert.Single(await restarted.Bus.DeadLetters.ListAsync(cancellationToken: Token)));
        Assert.Equal(("second", 3), (deadLetter.Target, deadLetter.Attempts));
    }

    [Fact]
    public async Task ADeadLetter_IsReplayedAfterARestart()
    {
        Journal.Fail("second", 1, times: 3);
        await using (var shop = await StartAsync())
        {
            await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);
            await SettledAsync();
        }

        await using var restarted = await StartAsync();
        var deadLetter = Assert.Single(await restarted.Bus.DeadLetters.ListAsync(cancellationToken: Token));
        Assert.True(await restarted.Bus.DeadLetters.ReplayAsync(deadLetter.Id, Token));
        Assert.Equal(1, Journal.Count("second", 1));
        Assert.Empty(_database.DeadLetters);
    }

    [Fact]
    public async Task AReplayThatFindsItsTargetsMark_HasSucceeded_AndNothingRuns()
    {
        Journal.Fail("book", 1, times: 3);
        await using var shop = await StartAsync();
        var id = Guid.NewGuid();
        await shop.Bus.Topic<Booked>().EmitAsync(new Booked(_run, 1), id, Token);
        await SettledAsync();
        var deadLetter = Assert.Single(await shop.Bus.DeadLetters.ListAsync(cancellationToken: Token));
        lock (_database) _database.Inbox[(id, "book")] = _clock.GetUtcNow();

        Assert.True(await shop.Bus.DeadLetters.ReplayAsync(deadLetter.Id, Token));
        Assert.Equal(0, Journal.Count("book", 1));
        Assert.Empty(_database.Effects);
        Assert.Empty(_database.DeadLetters);
    }

    [Fact]
    public async Task AKeyWaitsForItsRetry_AndOtherKeysDoNot()
    {
        Journal.Fail("move", 1, times: 1);
        await using var shop = await StartAsync();
        var moved = shop.Bus.Topic<Moved>();

        await moved.EmitAsync(new Moved(_run, "a", 1), Token);
        await moved.EmitAsync(new Moved(_run, "a", 2), Token);
        await moved.EmitAsync(new Moved(_run, "b", 3), Token);

        await Eventually.TrueAsync(() => Journal.Count("move", 3) == 1);
        Assert.Equal(0, Journal.Count("move", 2));
        await SettledAsync();
        Assert.Equal([3, 1, 2], Journal.Handled.Select(static one => one.Number));
    }

    [Fact]
    public async Task AScheduledEvent_IsDeliveredWhenItIsDue_AndCanBeTakenBackBefore()
    {
        await using var shop = await StartAsync();
        var placed = shop.Bus.Topic<Placed>();
        await placed.ScheduleAsync(new Placed(_run, 1), TimeSpan.FromHours(1), Token);
        var second = await placed.ScheduleAsync(new Placed(_run, 2), _clock.GetUtcNow().AddHours(1), Token);

        Assert.Equal(2, (await shop.Bus.Outbox.GetStatusAsync(Token)).Scheduled);
        Assert.True(await shop.Bus.Outbox.CancelAsync(second, Token));
        Assert.False(await shop.Bus.Outbox.CancelAsync(second, Token));
        Assert.Empty(Journal.Handled);

        await Shop.AdvanceUntilAsync(_clock, () => Journal.Count("second", 1) == 1, TimeSpan.FromMinutes(10));
        Assert.Equal(0, Journal.Count("first", 2));
    }

    [Fact]
    public async Task AScheduledEvent_IsDeliveredAfterARestart()
    {
        await using (var shop = await StartAsync()) await shop.Bus.Topic<Placed>().ScheduleAsync(new Placed(_run, 1), TimeSpan.FromDays(3), Token);

        _clock.Advance(TimeSpan.FromDays(4));
        await using var restarted = await StartAsync();
        await SettledAsync();
        Assert.Equal(1, Journal.Count("first", 1));
    }

    [Fact]
    public async Task WhatADeadProcessLeft_IsDeliveredByAnotherAfterItsLease()
    {
        var gate = Journal.Hold("second", 1);
        var plan = new CrashPlan(0, default);
        var dead = await Shop.StartAsync(new CrashingStore(new MemoryOutboxStore(_database), plan), _clock);
        await dead.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);
        await gate.Reached;
        await using var other = await Shop.StartAsync(new MemoryOutboxStore(_database), _clock, "b");
        plan.Stop();
        Journal.Kill(dead.Bus);
        gate.Open();

        await Shop.AdvanceUntilAsync(_clock, () => Journal.Count("second", 1) == 1, TimeSpan.FromSeconds(1));
        await SettledAsync();
    }

    [Fact]
    public async Task Emit_RunsSynchronousHandlersHere_AndLeavesTheRestToTheOutbox()
    {
        await using var shop = await StartAsync();

        shop.Bus.Topic<Placed>().Emit(new Placed(_run, 1));

        // A worker may run the asynchronous handler first: the two have no order between them.
        Assert.Contains(("first", 1), Journal.Handled);
        await SettledAsync();
        Assert.Equal([("first", 1), ("second", 1)], Journal.Handled.Order());
    }

    [Fact]
    public async Task APageOfNoEvents_IsRefused_NamingTheSetting()
    {
        await using var shop = await StartAsync();
        var refusal = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await shop.Bus.Outbox.ListAsync(new OutboxFilter { Take = -1 }, Token));
        Assert.Contains("OutboxFilter.Take must be at least 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmitAsyncUnderAnId_AcceptsItOnce()
    {
        var id = Guid.NewGuid();
        await using var shop = await StartAsync();
        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), id, Token);
        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), id, Token);

        await SettledAsync();
        Assert.Equal([("first", 1), ("second", 1)], Journal.Handled);
    }

    [Fact]
    public async Task AHandlersTransaction_IsCommittedOnce_WithTheEventsThatItEmitted()
    {
        Journal.Fail("book", 1, times: 1);
        await using var shop = await StartAsync();

        await shop.Bus.Topic<Booked>().EmitAsync(new Booked(_run, 1, EmitsPlaced: true), Token);

        await SettledAsync();
        Assert.Equal([$"{_run}:1"], _database.Effects);
        Assert.Equal(1, Journal.Count("first", 1001));
        Assert.Equal(1, Journal.Count("book", 1));
    }

    [Fact]
    public async Task AHandlerWhoseWorkIsCommitted_DoesNotRunAgain()
    {
        await using var shop = await StartAsync();
        var id = Guid.NewGuid();
        lock (_database) _database.Inbox[(id, "book")] = _clock.GetUtcNow();

        await shop.Bus.Topic<Booked>().EmitAsync(new Booked(_run, 1), id, Token);

        await SettledAsync();
        Assert.Empty(_database.Effects);
        Assert.Equal(0, Journal.Count("book", 1));
    }

    [Fact]
    public async Task InvokeAsync_StoresNothing_AndCommitsTheHandlersTransaction()
    {
        await using var shop = await StartAsync();

        await shop.Bus.Topic<Booked>().InvokeAsync(new Booked(_run, 1), Token);

        Assert.Equal([$"{_run}:1"], _database.Effects);
        Assert.Equal(0, _database.LastPosition);
        Assert.Empty(_database.Inbox);
    }

    [Fact]
    public async Task TryEnqueueOfADurableEvent_Throws()
    {
        await using var shop = await StartAsync();
#pragma warning disable EVG4007 // What the rule keeps programs from.
        var exception = Assert.Throws<NotSupportedException>(() => shop.Bus.Topic<Placed>().TryEnqueue(new Placed(_run, 1)));
#pragma warning restore EVG4007
        Assert.Contains("await EmitAsync", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAStore_TheStartNamesTheDurableEvents()
    {
        await using var bus = EventBus.Create(b => b.AddModule(EventGenOutboxTestsEventModule.Instance).AddPublisher(new MemoryPublisher("broker")));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.StartAsync(Token));
        Assert.Contains("booked, moved, noted, placed", exception.Message, StringComparison.Ordinal);
        string said = Assert.Throws<InvalidOperationException>(() => { _ = bus.Outbox.GetStatusAsync(Token); }).Message;
        Assert.Contains("AddSqliteOutbox", said, StringComparison.Ordinal);
        Assert.Contains("If AddEventGen is there, the host has not started yet, and this is the bus made on first use: emit after StartAsync, or inject EventTopic<T>.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BeforeTheStart_DurableEmitsThrow()
    {
        await using var shop = Shop.Create(new MemoryOutboxStore(_database), _clock);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token));
    }

    [Fact]
    public async Task BeyondMaxPending_EmitAsyncThrows()
    {
        var gate = Journal.Hold("second", 1);
        await using var shop = await StartAsync(options => options.MaxPending = 2);
        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);
        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 2), Token);
        await Assert.ThrowsAsync<OutboxFullException>(async () => await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 3), Token));
        gate.Open();
        await SettledAsync();
    }

    [Fact]
    public async Task AStop_LeavesWhatIsNotDelivered_AndReportsItAsKept()
    {
        Journal.Hold("second", 1);
        var shop = await StartAsync(bus: options => options.DrainTimeout = TimeSpan.Zero);
        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);
        await Eventually.TrueAsync(() => Journal.Count("first", 1) == 1);

        var report = await shop.Bus.StopAsync(Token);

        Assert.Equal(1, report.Kept["placed"]);
        Assert.Empty(report.Undelivered);
        Assert.True(report.IsComplete);
        Assert.Equal("1 x placed kept in the outbox", report.ToString());
        Assert.Equal(1, Waiting());
        await shop.DisposeAsync();
    }

    [Fact]
    public async Task AStop_SaysHowMuchStaysInTheOutbox_AlsoOfWhatThisProcessNeverHad()
    {
        var log = new LogMessages();
        var shop = Shop.Create(new MemoryOutboxStore(_database), _clock, loggers: log);
        await shop.Bus.StartAsync(Token);
        for (int i = 1; i <= 20; i++) await shop.Bus.Topic<Placed>().ScheduleAsync(new Placed(_run, i), TimeSpan.FromHours(1), Token);
        await shop.DisposeAsync();

        Assert.Equal(
            "Event bus stopped; 20 durable events stay in the outbox, for the next start or another instance. Everything else that was accepted has been handled.",
            Assert.Single(log.Texts, static text => text.StartsWith("Event bus stopped", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AnEventThatKillsItsProcesses_BecomesADeadLetter()
    {
        await using (var shop = await StartAsync()) await shop.Bus.Topic<Placed>().ScheduleAsync(new Placed(_run, 1), TimeSpan.FromSeconds(1), Token);
        lock (_database)
        {
            foreach (var row in _database.Rows.Values) row.Row = row.Row with { Crashes = 5 };
        }

        _clock.Advance(TimeSpan.FromSeconds(2));
        await using var restarted = await StartAsync();
        await SettledAsync();
        Assert.Empty(Journal.Handled);
        Assert.Equal(3, (await restarted.Bus.DeadLetters.ListAsync(cancellationToken: Token)).Count);
    }

    [Fact]
    public async Task ARowThatCannotBeRead_BecomesADeadLetter_AndStopsNoOther()
    {
        await using (var shop = await StartAsync())
        {
            await shop.Bus.Topic<Placed>().ScheduleAsync(new Placed(_run, 1), TimeSpan.FromSeconds(1), Token);
            await shop.Bus.Topic<Placed>().ScheduleAsync(new Placed(_run, 2), TimeSpan.FromSeconds(1), Token);
        }

        lock (_database) _database.Rows[1].Row = _database.Rows[1].Row with { Payload = "{"u8.ToArray() };
        _clock.Advance(TimeSpan.FromSeconds(2));
        await using var restarted = await StartAsync();
        await SettledAsync();
        Assert.Equal(1, Journal.Count("first", 2));
        Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await restarted.Bus.DeadLetters.ListAsync(cancellationToken: Token)));
    }

    private Task<Shop> StartAsync(Action<OutboxOptions>? configure = null, Action<EventBusOptions>? bus = null) => Shop.StartAsync(new MemoryOutboxStore(_database), _clock, configure: configure, bus: bus);

    private Task SettledAsync() => Shop.AdvanceUntilAsync(_clock, () => Rows() == 0);

    private int Rows()
    {
        lock (_database) return _database.Rows.Count;
    }

    private int Waiting()
    {
        lock (_database) return _database.Rows.Values.Count(static row => row.Row.Owner is null);
    }
}
