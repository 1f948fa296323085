namespace EventGen.Outbox.Conformance;

/// <summary>A bus over the store: what a program sees of it.</summary>
public abstract class BusSuite(StoreBackend backend) : StoreSuite(backend)
{
    private readonly string _run = Guid.NewGuid().ToString();

    private Mailroom Room => Mailroom.Of(_run);

    [Fact]
    public async Task ADeadLetter_IsListedAndReplayedAfterARestart()
    {
        Room.Fails = true;
        await using (var bus = await StartAsync())
        {
            await bus.Topic<Posted>().EmitAsync(new Posted(_run, 1), Cancellation);
            await DeliveredAsync(bus);
        }

        await using var restarted = await StartAsync();
        var deadLetter = Assert.IsType<DeadLetter.Delivery>(Assert.Single(await restarted.DeadLetters.ListAsync(cancellationToken: Cancellation)));
        Assert.Equal(("test.posted", "mailroom", 1), (deadLetter.EventId, deadLetter.Target, deadLetter.Attempts));
        Assert.Contains("Number 1 fails", deadLetter.Reason, StringComparison.Ordinal);

        Assert.False(await restarted.DeadLetters.ReplayAsync(deadLetter.Id, Cancellation));
        Assert.Equal(2, Assert.Single(await restarted.DeadLetters.ListAsync(cancellationToken: Cancellation)).Attempts);

        Room.Fails = false;
        Assert.True(await restarted.DeadLetters.ReplayAsync(deadLetter.Id, Cancellation));
        Assert.Equal([1], Room.Handled);
        Assert.Empty(await restarted.DeadLetters.ListAsync(cancellationToken: Cancellation));
        Assert.Equal(0, await CountAsync("eventgen_dead_letters"));
    }

    [Fact]
    public async Task ADeadLetter_ThatTwoInstancesReplayAtOnce_RunsInOne_AndTheOtherIsTold()
    {
        Room.Fails = true;
        await using var bus = await StartAsync();
        await using var other = await StartAsync(instance: "b");
        await bus.Topic<Posted>().EmitAsync(new Posted(_run, 1), Cancellation);
        await DeliveredAsync(bus);
        var id = Assert.Single(await other.DeadLetters.ListAsync(cancellationToken: Cancellation)).Id;

        Room.Fails = false;
        var gate = Room.Gate = new AsyncGate();
        var replay = bus.DeadLetters.ReplayAsync(id, Cancellation);
        await gate.Reached;
        await Assert.ThrowsAsync<KeyNotFoundException>(() => other.DeadLetters.ReplayAsync(id, Cancellation));
        Assert.False(await other.DeadLetters.DiscardAsync(id, Cancellation));
        Assert.False(await bus.DeadLetters.DiscardAsync(id, Cancellation));
        gate.Open();

        Assert.True(await replay);
        Assert.Equal([1], Room.Handled);
        Assert.Equal(0, await CountAsync("eventgen_dead_letters"));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => other.DeadLetters.ReplayAsync(id, Cancellation));
    }

    [Fact]
    public async Task ADeadLetter_WhoseReplayFailed_IsFreeForEveryInstance()
    {
        Room.Fails = true;
        await using var bus = await StartAsync();
        await using var other = await StartAsync(instance: "b");
        await bus.Topic<Posted>().EmitAsync(new Posted(_run, 1), Cancellation);
        await DeliveredAsync(bus);
        var id = Assert.Single(await other.DeadLetters.ListAsync(cancellationToken: Cancellation)).Id;

        Assert.False(await bus.DeadLetters.ReplayAsync(id, Cancellation));
        Assert.False(await other.DeadLetters.ReplayAsync(id, Cancellation));
        Assert.Equal(3, Assert.Single(await bus.DeadLetters.ListAsync(cancellationToken: Cancellation)).Attempts);
        Assert.True(await other.DeadLetters.DiscardAsync(id, Cancellation));
        Assert.Equal(0, await CountAsync("eventgen_keys"));
    }

    [Fact]
    public async Task AReceivedEvent_IsARowBeforeItIsAcknowledged_AndWhatComesTwiceIsDropped()
    {
        var gate = Room.Gate = new AsyncGate();
        var inlet = new Inlet();
        await using var bus = await StartAsync(inlet);
        var id = Guid.CreateVersion7();

        Assert.Equal(ReceiveStatus.Handled, (await inlet.ReceiveAsync(new Posted(_run, 1), id)).Status);
        await gate.Reached;
        Assert.Equal(1, await CountAsync("eventgen_outbox"));
        Assert.Equal(ReceiveStatus.Handled, (await inlet.ReceiveAsync(new Posted(_run, 1), id)).Status);
        gate.Open();
        await DeliveredAsync(bus);
        Assert.Equal(ReceiveStatus.Handled, (await inlet.ReceiveAsync(new Posted(_run, 1), id)).Status);
        await DeliveredAsync(bus);

        Assert.Equal([1], Room.Handled);
        Assert.Equal(1, await CountAsync("eventgen_inbox"));
    }

    [Fact]
    public async Task AMessageThatWasRejected_IsHandledOnceItComesMendedUnderTheSameId_AndThenNoMore()
    {
        var inlet = new Inlet();
        await using var bus = await StartAsync(inlet);
        var id = Guid.CreateVersion7();

        Assert.Equal(ReceiveStatus.Rejected, (await inlet.ReceiveAsync("[]"u8.ToArray(), id)).Status);
        for (int time = 0; time < 2; time++)
        {
            Assert.Equal(ReceiveStatus.Handled, (await inlet.ReceiveAsync(new Posted(_run, 1), id)).Status);
            await DeliveredAsync(bus);
        }

        Assert.Equal([1], Room.Handled);
        Assert.Equal(id, Assert.Single(await bus.DeadLetters.ListAsync(cancellationToken: Cancellation)).EmissionId);
    }

    [Fact]
    public async Task AMessageWithAnEmptyId_IsRejected_AndItsReplayToo()
    {
        var inlet = new Inlet();
        await using var bus = await StartAsync(inlet);

        var result = await inlet.ReceiveAsync(new Posted(_run, 1), Guid.Empty);

        Assert.Equal(new ReceiveResult(ReceiveStatus.Rejected, "Its id is empty, and a durable event is known by its id."), result);
        Assert.False(await bus.DeadLetters.ReplayAsync(Assert.Single(await bus.DeadLetters.ListAsync(cancellationToken: Cancellation)).Id, Cancellation));
        await DeliveredAsync(bus);
        Assert.Empty(Room.Handled);
        Assert.Equal(1, await CountAsync("eventgen_dead_letters"));
    }

    [Fact]
    public async Task AReceivedEvent_IsToldAsReceived_AndNotAsEmitted()
    {
        var inlet = new Inlet();
        await using var bus = await StartAsync(inlet);
        var told = new ActivityKinds();
        using var listening = bus.Statistics.Listen(told);

        await inlet.ReceiveAsync(new Posted(_run, 1), Guid.CreateVersion7());
        await DeliveredAsync(bus);

        await Eventually.TrueAsync(() => told.Kinds.Contains(EventActivityKind.Handled));
        Assert.Equal([EventActivityKind.Received, EventActivityKind.Handled], told.Kinds);
    }

    [Fact]
    public async Task AReceivedEvent_ThatNobodyHandledYet_IsDeliveredAfterARestart_AndIsStillKnown()
    {
        Room.Gate = new AsyncGate();
        var inlet = new Inlet();
        var id = Guid.CreateVersion7();
        await using (var bus = await StartAsync(inlet, static options => options.DrainTimeout = TimeSpan.Zero))
        {
            await inlet.ReceiveAsync(new Posted(_run, 1), id);
            await bus.StopAsync(Cancellation);
        }

        Room.Gate = null;
        inlet = new Inlet();
        await using var restarted = await StartAsync(inlet);
        await inlet.ReceiveAsync(new Posted(_run, 1), id);
        await DeliveredAsync(restarted);
        Assert.Equal([1], Room.Handled);
    }

    [Fact]
    public async Task ARowThatCannotBeRead_IsADeadLetter_WhoseReplayIsRefusedWithWhatToDo()
    {
        await using (var bus = await StartAsync()) await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 1), TimeSpan.FromDays(1), Cancellation);
        await ExecuteAsync(Backend.BreakRows);
        await using var restarted = await StartAsync();
        var row = Assert.Single(await restarted.Outbox.ListAsync(cancellationToken: Cancellation));
        Assert.True(await restarted.Outbox.RetryAsync(row.Id, Cancellation));
        await DeliveredAsync(restarted);

        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(await restarted.DeadLetters.ListAsync(cancellationToken: Cancellation)));
        var refusal = await Assert.ThrowsAsync<DeadLetterReplayException>(() => restarted.DeadLetters.ReplayAsync(deadLetter.Id, Cancellation));
        Assert.Contains("emit the event again", refusal.Message, StringComparison.Ordinal);

        // It was accepted: whoever did not learn of it, and repeats it, adds nothing.
        await restarted.Topic<Posted>().EmitAsync(new Posted(_run, 1), row.Id, Cancellation);
        await DeliveredAsync(restarted);
        Assert.Empty(Room.Handled);
        Assert.Equal(1, await CountAsync("eventgen_dead_letters"));
        Assert.True(await restarted.DeadLetters.DiscardAsync(deadLetter.Id, Cancellation));
    }

    [Fact]
    public async Task AScheduleInThePast_RunsNow_AndBeyondTheYear9999_IsAnError()
    {
        await using var bus = await StartAsync();
        await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 1), DateTimeOffset.UtcNow.AddYears(-100), Cancellation);
        await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 2), TimeSpan.FromDays(-1), Cancellation);
        await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 3), DateTimeOffset.MinValue, Cancellation);
        await DeliveredAsync(bus);
        Assert.Equal([1, 2, 3], Room.Handled.Order());

        var beyond = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 4), TimeSpan.MaxValue, Cancellation));
        Assert.Contains("9999", beyond.Message, StringComparison.Ordinal);
        Assert.Contains("shorter", beyond.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("eventgen_outbox"));
    }

    [Fact]
    public async Task TablesOfANewerVersion_EndTheStart_AndTheErrorSaysWhatToDo()
    {
        await using (var bus = await StartAsync()) await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 1), TimeSpan.FromDays(1), Cancellation);
        await ExecuteAsync("INSERT INTO eventgen_schema (version) VALUES (99)");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());

        Assert.Contains("version 99", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Update the package", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("eventgen_outbox"));
    }

    [Fact]
    public async Task WhereTheTableIsGone_TheStopAnswersEveryEmit()
    {
        await using var bus = await StartAsync();
        await ExecuteAsync("ALTER TABLE eventgen_outbox RENAME TO elsewhere");
        Task[] emits = [.. Enumerable.Range(1, 20).Select(number => bus.Topic<Posted>().EmitAsync(new Posted(_run, number), Cancellation).AsTask())];

        await bus.StopAsync(Cancellation);

        foreach (var emit in emits)
        {
            var refusal = await Assert.ThrowsAsync<OutboxUnavailableException>(() => emit.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
            Assert.False(refusal.MayBeCommitted);
        }
    }
}
