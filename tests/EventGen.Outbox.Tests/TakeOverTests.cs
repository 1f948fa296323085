namespace EventGen.Outbox.Tests;

/// <summary>What an instance that stands still has locked keeps the others waiting no longer than until they take it over.</summary>
public sealed class TakeOverTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly string _run = Guid.NewGuid().ToString();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWriteThatWaitsForTheTakeOver_DoesNotKeepItFromComing()
    {
        var store = new BlockedStore(new MemoryDatabase(_clock));
        await using var shop = await Shop.StartAsync(store, _clock, configure: static options => options.PollInterval = TimeSpan.FromHours(1));
        store.IsBlocked = true;

        var emitting = shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token).AsTask();

        await Shop.AdvanceUntilAsync(_clock, () => emitting.IsCompleted);
        await emitting;
    }
}
