using Npgsql;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>A process stands still in the middle of a claim, with the locks of its transaction.</summary>
public sealed class FrozenClaimTests(SharedServer shared) : StoreSuite(new PostgreSqlBackend(shared))
{
    // More answers than a claim waits for.
    private const int Answers = 14;

    [Fact]
    public async Task WhereverItStandsStill_TheOthersTakeEverythingOver()
    {
        await OpenAsync();   // the tables are there
        bool[] stoodStill = await Task.WhenAll(Enumerable.Range(1, Answers).Select(TryAsync));

        Assert.True(stoodStill[0]);
        Assert.False(stoodStill[^1], "The claim has more answers than were tried.");
    }

    private async Task<bool> TryAsync(int answer)
    {
        string application = $"shop-{answer}";
        var proxy = new CuttingProxy(shared.Server.Port);
        await using var store = new PostgreSqlOutboxStore(new PostgreSqlLocation(PostgreSqlLocation.Parse(
            new NpgsqlConnectionStringBuilder(((PostgreSqlBackend)Backend).ConnectionString) { Port = proxy.Port }.ConnectionString)));
        var frozen = await new OpenStore(store).OpenAsync(application, "frozen");
        var other = await OpenAsync(application, "other");
        string?[] keys = ["a", "a", "b", null, null];
        foreach (string? key in keys) await other.InsertAsync(key, OutboxLeaseRequest.None);
        int route = await frozen.RouteAsync();

        proxy.FreezeAfter(answer);
        var claim = frozen.ClaimAsync(100, route);
        bool standsStill = await Task.WhenAny(claim, proxy.Frozen) == proxy.Frozen;
        if (!standsStill) await claim;
        await EndLeaseAsync(frozen);

        // Each call waits for no lock longer than the server lets the transaction stand still, else it would throw.
        var taken = new HashSet<Guid>();
        while (taken.Count < keys.Length)
        {
            await other.Store.TakeOverAsync(Cancellation);
            taken.UnionWith((await other.ClaimAllAsync()).Select(static row => row.Id));
        }

        await proxy.DisposeAsync();
        if (standsStill) await Assert.ThrowsAsync<OutboxStoreException>(() => claim);
        return standsStill;
    }
}
