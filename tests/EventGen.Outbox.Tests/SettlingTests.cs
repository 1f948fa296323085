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
}
