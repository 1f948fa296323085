namespace EventGen.Outbox.Tests;

/// <summary>One run of a small shop whose process ends, or whose store fails, at one call.</summary>
/// <param name="point">The call at which it ends.</param>
/// <param name="outcome">How.</param>
/// <param name="relays">How many processes there are.</param>
/// <param name="deaths">How many processes, one after the other, end at that call of theirs.</param>
internal sealed class CrashTrial(int point, CallOutcome outcome, int relays, int deaths = 1)
{
    // What the process emits: an event with three targets, two keys with a retry, and one whose handler writes and emits in its transaction.
    private static readonly int[] s_keyedA = [10, 11, 12];
    private static readonly int[] s_keyedB = [20, 21];

    private readonly ManualTimeProvider _clock = new();
    private readonly string _run = Guid.NewGuid().ToString();
    private readonly List<Shop> _shops = [];

    // Under itself: the numbers of the events whose emit returned.
    private readonly HashSet<int> _accepted = [];

    private Journal Journal => Journal.Of(_run);

    /// <returns>False when there was no such call.</returns>
    public async Task<bool> RunAsync()
    {
        var database = new MemoryDatabase(_clock);
        var plan = new CrashPlan(point, outcome);
        Journal.Fail("move", 10, times: 1);
        Journal.Fail("second", 1, times: 1);
        var first = Shop.Create(new CrashingStore(new MemoryOutboxStore(database), plan), _clock);
        plan.Stopped += () => Journal.Kill(first.Bus);
        if (relays == 2) _shops.Add(await Shop.StartAsync(new MemoryOutboxStore(database), _clock, "b"));

        // It may die in its start, or in any emit, which then never return.
        var working = Task.Run(() => WorkAsync(first));
        await Shop.AdvanceUntilAsync(_clock, () => plan.IsStopped || (working.IsCompleted && IsEmpty(database)), TimeSpan.FromMilliseconds(200));

        if (plan.IsStopped)
        {
            // Under its old name: it takes its own back at once. Or the other takes over when the lease has run out.
            if (relays == 1) await StartAgainAsync(database);
            await Shop.AdvanceUntilAsync(_clock, () => IsEmpty(database), TimeSpan.FromSeconds(1));
        }
        else
        {
            await working;
            _shops.Add(first);
        }

        Check(database);
        foreach (var shop in _shops) await shop.DisposeAsync();
        return plan.IsReached;
    }

    private async Task StartAgainAsync(MemoryDatabase database)
    {
        for (int death = 1; death < deaths; death++)
        {
            var plan = new CrashPlan(point, outcome);
            var next = Shop.Create(new CrashingStore(new MemoryOutboxStore(database), plan), _clock);
            plan.Stopped += () => Journal.Kill(next.Bus);
            var starting = Task.Run(() => next.Bus.StartAsync(CancellationToken.None));
            await Shop.AdvanceUntilAsync(_clock, () => plan.IsStopped || (starting.IsCompleted && IsEmpty(database)), TimeSpan.FromMilliseconds(200));
            if (plan.TryDisarm())
            {
                _shops.Add(next);
                return;
            }
        }

        _shops.Add(await Shop.StartAsync(new MemoryOutboxStore(database), _clock));
    }

    private async Task WorkAsync(Shop shop)
    {
        await shop.Bus.StartAsync(CancellationToken.None);
        var (placed, moved, booked) = (shop.Bus.Topic<Placed>(), shop.Bus.Topic<Moved>(), shop.Bus.Topic<Booked>());
        await EmitAsync(1, () => placed.EmitAsync(new Placed(_run, 1)));
        await EmitAsync(2, () => booked.EmitAsync(new Booked(_run, 2, EmitsPlaced: true)));
        foreach (int number in s_keyedA) await EmitAsync(number, () => moved.EmitAsync(new Moved(_run, "a", number)));
        foreach (int number in s_keyedB) await EmitAsync(number, () => moved.EmitAsync(new Moved(_run, "b", number)));
        await EmitAsync(30, async () => await placed.ScheduleAsync(new Placed(_run, 30), TimeSpan.FromSeconds(2)));
    }

    private async Task EmitAsync(int number, Func<ValueTask> emit)
    {
        await emit();
        lock (_accepted) _accepted.Add(number);
    }

    private void Check(MemoryDatabase database)
    {
        int[] accepted;
        lock (_accepted) accepted = [.. _accepted];
        foreach (int number in accepted)
        {
            foreach (string target in number is 1 or 30 ? ["first", "second"] : number == 2 ? ["book"] : new[] { "move" })
                Assert.True(Journal.Count(target, number) >= 1, $"'{target}' never had event {number}.");
        }

        // An event that was not known to be accepted may have been, but no effect of it is done twice.
        lock (database)
        {
            Assert.True(database.Effects.Count <= 1, $"The effect was done {database.Effects.Count} times.");
            if (accepted.Contains(2)) Assert.Single(database.Effects);
            if (database.Effects.Count == 1) Assert.True(Journal.Count("first", 1002) >= 1, "The event that the handler emitted in its transaction is lost.");
            Assert.Empty(database.DeadLetters);
        }

        CheckOrder(s_keyedA);
        CheckOrder(s_keyedB);
        if (relays == 1 && outcome == CallOutcome.Refused) Assert.All(accepted, number => Assert.True(Journal.Handled.Count(one => one.Number == number) <= 2));
    }

    // The first time that each event of a key was handled follows the order of the emits.
    private void CheckOrder(int[] numbers)
    {
        var handled = Journal.Handled.Where(one => one.Target == "move").Select(static one => one.Number).Where(numbers.Contains).Distinct().ToArray();
        Assert.Equal(handled.Order(), handled);
    }

    private static bool IsEmpty(MemoryDatabase database)
    {
        lock (database) return database.Rows.Count == 0 && database.Keys.Count == 0;
    }
}
