using System.Collections.Concurrent;

namespace EventGen.Outbox.Tests;

/// <summary>When the outcome of an event is written.</summary>
public sealed class SettlingTests
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromHours(1);

    private readonly ManualTimeProvider _clock = new();
    private readonly string _run = Guid.NewGuid().ToString();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatWasClaimed_IsSettledSoon_AndNotOnlyWhenTheRelayLooksAgain()
    {
        var database = new MemoryDatabase(_clock);
        await using var shop = await Shop.StartAsync(new MemoryOutboxStore(database), _clock, configure: static options => options.PollInterval = s_pollInterval);
        var began = _clock.GetUtcNow();

        // Each comes out of the store, as what another process or a transaction has written does, and nothing is emitted beside it.
        for (int number = 1; number <= 3; number++)
        {
            var id = await shop.Bus.Topic<Placed>().ScheduleAsync(new Placed(_run, number), TimeSpan.FromDays(1), Token);
            Assert.True(await shop.Bus.Outbox.RetryAsync(id, Token));
            await Shop.AdvanceUntilAsync(
                _clock,
                () =>
                {
                    lock (database) return database.Rows.Count == 0;
                });
        }

        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.Zero, s_pollInterval / 2);
    }

    [Fact]
    public async Task ALoneEmit_LeavesWhatBecameOfThoseBefore_ToALaterOne()
    {
        const int Count = 20;
        var store = new CountingStore(new MemoryDatabase(_clock));
        await using var shop = await Shop.StartAsync(store, _clock);
        await EmitAsync(shop, Count);
        Assert.Empty(store.Settlements);

        _clock.Advance(TimeSpan.FromMilliseconds(3));
        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, Count + 1), Token);

        // Of the last one the handlers may have ended, and no more.
        Assert.InRange(Assert.Single(store.Settlements), Count - 1, Count);
    }

    [Fact]
    public async Task WhereACommitTakesLong_EachTakesWhatBecameOfTheOneBefore()
    {
        const int Count = 20;
        var store = new CountingStore(new MemoryDatabase(_clock)) { Committing = () => _clock.Advance(TimeSpan.FromMilliseconds(1.5)) };
        await using var shop = await Shop.StartAsync(store, _clock);
        await EmitAsync(shop, Count);
        Assert.InRange(store.Settlements.Count, Count * 3 / 5, Count);
    }

    private async Task EmitAsync(Shop shop, int count)
    {
        for (int number = 1; number <= count; number++)
        {
            await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, number), Token);
            await Eventually.TrueAsync(() => Journal.Of(_run).Count("second", number) == 1 && Journal.Of(_run).Count("first", number) == 1);
        }
    }

    // How many settlements were written beside each event.
    private sealed class CountingStore(MemoryDatabase database) : MemoryOutboxStore(database)
    {
        public Action Committing { get; init; } = static () => { };

        public ConcurrentQueue<int> Settlements { get; } = new();

        public override ValueTask<OutboxBatchResult> CommitAsync(OutboxBatch batch, CancellationToken cancellationToken)
        {
            Committing();
            if (batch is { Inserts.Count: > 0, Settlements.Count: > 0 and var count }) Settlements.Enqueue(count);
            return base.CommitAsync(batch, cancellationToken);
        }
    }
}
