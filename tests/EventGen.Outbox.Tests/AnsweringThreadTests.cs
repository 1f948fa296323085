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

    private Task SettledAsync() => Shop.AdvanceUntilAsync(_clock, () =>
    {
        lock (_database) return _database.Rows.Count == 0;
    });
}
