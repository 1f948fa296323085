namespace EventGen.Outbox.Tests;

/// <summary>Where an emitter goes on when its event is committed.</summary>
public sealed class AnsweringThreadTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryDatabase _database;
    private readonly LateStore _store;
    private readonly string _run = Guid.NewGuid().ToString();

    public AnsweringThreadTests()
    {
        _database = new MemoryDatabase(_clock);
        _store = new LateStore(_database);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ALoneCaller_GoesOnOnTheThreadThatTheAnswerCameOn()
    {
        await using var shop = await Shop.StartAsync(_store, _clock);
        await Task.Run(() => shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token).AsTask(), Token);
        await SettledAsync();
        var answer = new TaskCompletionSource();
        _store.UntilAnswered = () => answer.Task;
        int emitter = 0, answering = 0;

        // Both begin without the test's context, which would bring the caller back to itself.
        var emitted = Task.CompletedTask;
        await Task.Run(() => { emitted = EmitAsync(); }, Token);
        await Task.Run(
            () =>
            {
                answering = Environment.CurrentManagedThreadId;
                answer.SetResult();
            },
            Token);
        await emitted;

        Assert.Equal(answering, emitter);

        async Task EmitAsync()
        {
            await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 2), Token).ConfigureAwait(false);
            emitter = Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public async Task ACallerThatBlocksAfterItsEmit_HoldsUpNobodyElse()
    {
        await using var shop = await Shop.StartAsync(_store, _clock);
        using var isDelivered = new ManualResetEventSlim();
        using var release = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        var blocked = Task.Run(
            async () =>
            {
                await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token).ConfigureAwait(false);
                isDelivered.Wait(release.Token);
            },
            Token);
        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 2), Token);
        await SettledAsync();

        Assert.Equal([1, 2], Journal.Of(_run).Handled.Where(static one => one.Target == "second").Select(static one => one.Number).Order());
        Assert.False(blocked.IsCompleted);
        isDelivered.Set();
        await blocked;
    }

    [Fact]
    public async Task AnEmittersThread_IsLeft_WhenTheStoreHasCommittedOnItOnce()
    {
        var store = new CommittingHereStore(_database);
        await using var shop = await Shop.StartAsync(store, _clock);
        bool isHere = false, isHeldUp = false;
        for (int i = 0; i < 1_000 && !isHere; i++)
        {
            // Until the loop waits when the first one comes.
            using var isBeside = new ManualResetEventSlim();
            using var isAccepted = new ManualResetEventSlim();
            int emitter = 0, commits = 0;
            Task second = null!;
            store.Committing = batch =>
            {
                if (batch.Inserts.Count == 0) return;
                if (commits++ > 0)
                {
                    isHeldUp |= !isAccepted.Wait(TimeSpan.FromSeconds(60), CancellationToken.None);
                    return;
                }

                isHere = Environment.CurrentManagedThreadId == emitter;
                second = Task.Run(
                    () =>
                    {
                        var emitted = shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 2), Token).AsTask();
                        isBeside.Set();
                        return emitted;
                    },
                    CancellationToken.None);
                isBeside.Wait(TimeSpan.FromSeconds(60), CancellationToken.None);
            };
            await Task.Run(
                async () =>
                {
                    emitter = Environment.CurrentManagedThreadId;
                    var first = shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);
                    bool isDone = first.IsCompletedSuccessfully;
                    emitter = 0;   // from here on the thread is the pool's again, and may commit for others
                    isAccepted.Set();
                    await first;
                    Assert.True(isDone || !isHere);
                },
                Token);
            await second;
            store.Committing = static _ => { };
            await SettledAsync();
        }

        Assert.True(isHere);
        Assert.False(isHeldUp);
    }

    [Fact]
    public async Task CallersThatWaitTogether_AreAllAnswered()
    {
        await using var shop = await Shop.StartAsync(_store, _clock);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(
            async () =>
            {
                for (int i = 0; i < 10; i++) await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, (caller * 10) + i), Token);
            },
            Token)));

        await SettledAsync();
        Assert.Equal(Enumerable.Range(0, 640), Journal.Of(_run).Handled.Where(static one => one.Target == "first").Select(static one => one.Number).Order());
    }

    // Commits on the thread that asks for it, as a store without asynchronous calls does.
    private sealed class CommittingHereStore(MemoryDatabase database) : MemoryOutboxStore(database)
    {
        public Action<OutboxBatch> Committing { get; set; } = static _ => { };

        public override ValueTask<OutboxBatchResult> CommitAsync(OutboxBatch batch, CancellationToken cancellationToken)
        {
            Committing(batch);
            return base.CommitAsync(batch, cancellationToken);
        }
    }

    private Task SettledAsync() => Shop.AdvanceUntilAsync(_clock, () =>
    {
        lock (_database) return _database.Rows.Count == 0;
    });
}
