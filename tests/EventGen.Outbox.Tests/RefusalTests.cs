namespace EventGen.Outbox.Tests;

/// <summary>Who emits is answered in time, whatever the store does.</summary>
public sealed class RefusalTests
{
    // Less than the ten seconds that a caller is promised.
    private static readonly TimeSpan s_promised = TimeSpan.FromSeconds(9.5);

    private readonly ManualTimeProvider _clock = new();
    private readonly CrashPlan _plan = new(0, default);
    private readonly string _run = Guid.NewGuid().ToString();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhenTheStoreRefusesABatch_EveryEmitOfItIsAnsweredInTime()
    {
        await using var shop = await StartAsync(new CrashingStore(new MemoryOutboxStore(new MemoryDatabase(_clock)), _plan));
        _plan.IsRefusing = true;
        var emits = Emits(shop, 20);

        _clock.Advance(s_promised);

        await AllRefusedAsync(emits, mayBeCommitted: false);
    }

    [Fact]
    public async Task WhenTheStoreRefusesABatch_TheStopAnswersEveryEmitOfIt()
    {
        await using var shop = await StartAsync(new CrashingStore(new MemoryOutboxStore(new MemoryDatabase(_clock)), _plan));
        _plan.IsRefusing = true;
        var emits = Emits(shop, 20);

        await shop.Bus.StopAsync(Token);

        await AllRefusedAsync(emits, mayBeCommitted: false);
        Assert.Contains("not as they should be", emits.Last().Exception!.InnerException!.InnerException?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhenAStoreThrowsWhatSaysNothing_ItsBatchMayBeCommitted()
    {
        var store = new FaultyStore(new MemoryDatabase(_clock));
        await using var shop = await StartAsync(store);
        store.IsFaulty = true;
        var emits = Emits(shop, 1);
        await store.Committed.Task.WaitAsync(Token);

        _clock.Advance(s_promised);

        await AllRefusedAsync(emits, mayBeCommitted: true);
        store.IsFaulty = false;
        await Shop.AdvanceUntilAsync(_clock, () => Journal.Of(_run).Count("first", 1) == 1);
    }

    [Fact]
    public async Task WhenAStoreThrowsAfterItHasLeased_TheEventIsDeliveredAllTheSame()
    {
        var store = new FaultyStore(new MemoryDatabase(_clock));
        await using var shop = await StartAsync(store);
        var id = await shop.Bus.Topic<Placed>().ScheduleAsync(new Placed(_run, 1), TimeSpan.FromDays(1), Token);
        store.IsClaimFaulty = true;
        Assert.True(await shop.Bus.Outbox.RetryAsync(id, Token));

        await Shop.AdvanceUntilAsync(_clock, () => Journal.Of(_run).Count("first", 1) == 1);

        Assert.False(store.IsClaimFaulty);
    }

    [Fact]
    public async Task TheTimeOfAnEmit_BeginsWithIt_AlsoWhereTheStoreWasBusyBefore()
    {
        var store = new SlowStore(new MemoryDatabase(_clock));
        await using var shop = await StartAsync(store);
        store.Gate = new AsyncGate();
        var first = Emits(shop, 1);
        await store.Gate.Reached;
        _clock.Advance(TimeSpan.FromSeconds(5));
        var second = Emits(shop, 1);
        _clock.Advance(TimeSpan.FromSeconds(4));
        await AllRefusedAsync(first, mayBeCommitted: true);
        Assert.False(second[0].IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(4.5));

        await AllRefusedAsync(second, mayBeCommitted: false);
        store.Gate.Open();
    }

    private Task[] Emits(Shop shop, int count) => [.. Enumerable.Range(1, count).Select(number => shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, number), Token).AsTask())];

    private async Task AllRefusedAsync(Task[] emits, bool mayBeCommitted)
    {
        await Eventually.TrueAsync(
            () =>
            {
                // A timer that was being made while the clock moved is due a little later.
                _clock.Advance(TimeSpan.FromMilliseconds(1));
                return emits.All(static emit => emit.IsCompleted);
            },
            waitedFor: "an answer for each emit");
        foreach (var emit in emits) Assert.Equal(mayBeCommitted, (await Assert.ThrowsAsync<OutboxUnavailableException>(() => emit)).MayBeCommitted);
    }

    private Task<Shop> StartAsync(IOutboxStore store) => Shop.StartAsync(store, _clock);

    // A store of somebody else, with a fault of its own once it has committed, or leased something.
    private sealed class FaultyStore(MemoryDatabase database) : MemoryOutboxStore(database)
    {
        public volatile bool IsFaulty;
        public volatile bool IsClaimFaulty;

        public TaskCompletionSource Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask<OutboxBatchResult> CommitAsync(OutboxBatch batch, CancellationToken cancellationToken)
        {
            var result = await base.CommitAsync(batch, cancellationToken);
            if (!IsFaulty) return result;
            Committed.TrySetResult();
            throw new NotSupportedException("It cannot read what it has written.");
        }

        public override async ValueTask<OutboxClaim> ClaimAsync(OutboxClaimRequest request, CancellationToken cancellationToken)
        {
            var claim = await base.ClaimAsync(request, cancellationToken);
            if (!IsClaimFaulty || claim.Rows.Count == 0) return claim;
            IsClaimFaulty = false;
            throw new NotSupportedException("It cannot read what it has leased.");
        }
    }
}
