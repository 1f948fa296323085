namespace EventGen.Outbox.Tests;

/// <summary>Which events the death of a process counts for.</summary>
public sealed class CrashBlameTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryDatabase _database;
    private readonly string _run = Guid.NewGuid().ToString();
    private readonly Dictionary<int, AsyncGate> _gates = [];
    private string _target = "second";
    private CrashPlan _plan = new(0, default);
    private Shop? _shop;

    public CrashBlameTests() => _database = new MemoryDatabase(_clock);

    private Journal Journal => Journal.Of(_run);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        if (_shop is not null) await _shop.DisposeAsync();
    }

    [Fact]
    public async Task AfterASecondCrash_EventsRunAlone_AndTheNextCountsForTheOneThatRan()
    {
        await StartAsync();
        await HoldAndEmitAsync(1, 2, 3);
        await Reached(1, 2, 3);

        // All were leased when the first process died, so they run together, marked.
        await DieAndStartAsync(1, 2, 3);
        await Reached(1, 2, 3);
        Assert.Equal([1, 1, 1], Crashes());

        // All ran when the second one died: they are due later, one after the other.
        await DieAndStartAsync(1, 2, 3);
        Assert.Equal([2, 2, 2], Crashes());
        await AdvanceUntilAsync(() => Started() == 1);
        await Reached(1);
        _gates[1].Open();
        await Reached(2);
        Assert.Equal(1, Started());

        // The second ran alone when the third one died.
        await DieAndStartAsync(2, 3);
        Assert.Equal([3, 2], Crashes());
        _gates[2].Open();
        _gates[3].Open();
        await AdvanceUntilAsync(() => _database.Rows.Count == 0);
        Assert.Empty(_database.DeadLetters);
        Assert.Equal([1, 2, 3], Journal.Handled.Where(static one => one.Target == "second").Select(static one => one.Number).Order());
    }

    [Fact]
    public async Task AHandlerThatHasHadTheEvent_IsNotAmongItsDeadLetters()
    {
        await StartAsync();
        await HoldAndEmitAsync(1);
        await Reached(1);
        for (int death = 1; death <= 4; death++)
        {
            await DieAndStartAsync(1);
            await AdvanceUntilAsync(() => Started() == 1);
            await Reached(1);
        }

        await DieAndStartAsync(1);
        await AdvanceUntilAsync(() => _database.Rows.Count == 0);
        Assert.Equal("second", Assert.Single(_database.DeadLetters.Values).Target);
        Assert.Equal(3, Journal.Count("first", 1));
    }

    [Fact]
    public async Task FreshEvents_DoNotWaitForASuspect()
    {
        await StartAsync();
        await HoldAndEmitAsync(1);
        await Reached(1);
        await DieAndStartAsync(1);
        await Reached(1);

        await _shop!.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 2), Token);

        await AdvanceUntilAsync(() => Journal.Count("second", 2) == 1);
        _gates[1].Open();
        await AdvanceUntilAsync(() => _database.Rows.Count == 0);
    }

    [Fact]
    public async Task LaterEventsOfItsKey_WaitForASuspect_AndKeepTheirOrder()
    {
        await StartAsync();
        _target = "move";
        _gates[1] = Journal.Hold(_target, 1);
        foreach (int number in (int[])[1, 2]) await _shop!.Bus.Topic<Moved>().EmitAsync(new Moved(_run, "a", number), Token);
        await Reached(1);
        await DieAndStartAsync(1);
        await Reached(1);

        await _shop!.Bus.Topic<Moved>().EmitAsync(new Moved(_run, "a", 3), Token);
        await _shop.Bus.Topic<Moved>().EmitAsync(new Moved(_run, "b", 4), Token);

        await AdvanceUntilAsync(() => Journal.Count("move", 4) == 1);
        _gates[1].Open();
        await AdvanceUntilAsync(() => _database.Rows.Count == 0);
        Assert.Equal([4, 1, 2, 3], Journal.Handled.Select(static one => one.Number));
    }

    [Fact]
    public async Task ASuspectThatRunsForLong_KeepsNoOtherWaiting()
    {
        await StartAsync();
        await HoldAndEmitAsync(1, 2);
        await Reached(1, 2);
        await DieAndStartAsync(1, 2);
        await Reached(1, 2);
        await DieAndStartAsync(1, 2);
        await AdvanceUntilAsync(() => Started() == 1);

        // Longer than a lease.
        await AdvanceUntilAsync(() => Started() == 2, TimeSpan.FromSeconds(1));
        _gates[1].Open();
        _gates[2].Open();
        await AdvanceUntilAsync(() => _database.Rows.Count == 0);
    }

    [Fact]
    public async Task ALostLease_CountsForNoEvent()
    {
        await StartAsync();
        await HoldAndEmitAsync(1);
        await Reached(1);
        await DieAndStartAsync(1);
        await Reached(1);

        for (int lost = 0; lost < 6; lost++)
        {
            long epoch;
            lock (_database)
            {
                epoch = _database.Instances.Keys.Max();

                // As another instance does that takes over from a process that it knows to live.
                _database.Free(epoch, crashDelay: null);
            }

            await AdvanceUntilAsync(() => _database.Instances.Keys.Any(other => other > epoch) && Started() == 1, TimeSpan.FromSeconds(1));
        }

        Assert.Equal([1], Crashes());
        _gates[1].Open();
        await AdvanceUntilAsync(() => _database.Rows.Count == 0);
        Assert.Empty(_database.DeadLetters);
    }

    private async Task HoldAndEmitAsync(params int[] numbers)
    {
        foreach (int number in numbers)
        {
            _gates[number] = Journal.Hold(_target, number);
            await _shop!.Bus.Topic<Placed>().EmitAsync(new Placed(_run, number), Token);
        }
    }

    private async Task Reached(params int[] numbers)
    {
        foreach (int number in numbers) await AdvanceUntilAsync(() => _gates[number].Arrivals > 0);
    }

    private async Task StartAsync()
    {
        _plan = new CrashPlan(0, default);
        _shop = await Shop.StartAsync(new CrashingStore(new MemoryOutboxStore(_database), _plan), _clock);
    }

    // The gates of the dead process open when its handlers have no effect any more; those of the numbers are made anew.
    private async Task DieAndStartAsync(params int[] held)
    {
        _plan.Stop();
        Journal.Kill(_shop!.Bus);
        var old = _gates.ToArray();
        foreach (int number in held) _gates[number] = Journal.Hold(_target, number);
        foreach (var (_, gate) in old) gate.Open();
        await StartAsync();
    }

    private Task AdvanceUntilAsync(Func<bool> condition, TimeSpan? step = null, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string waitedFor = "") =>
        Shop.AdvanceUntilAsync(
            _clock,
            () =>
            {
                lock (_database) return condition();
            },
            step,
            waitedFor);

    private int[] Crashes()
    {
        lock (_database) return [.. _database.Rows.Values.Select(static row => row.Row.Crashes)];
    }

    private int Started()
    {
        lock (_database) return _database.Rows.Values.Count(static row => row.IsStarted);
    }
}
