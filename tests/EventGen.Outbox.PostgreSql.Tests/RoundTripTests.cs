using Npgsql;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>What an event costs, counted at the wire.</summary>
public sealed class RoundTripTests(SharedServer shared) : StoreSuite(new PostgreSqlBackend(shared))
{
    [Fact]
    public async Task AnEvent_IsOneRoundTrip_WithItsCommit_AndTheSettlementOfTheOneBefore()
    {
        const int Events = 100;
        await using var proxy = new CuttingProxy(shared.Server.Port);
        string connectionString = new NpgsqlConnectionStringBuilder(((PostgreSqlBackend)Backend).ConnectionString) { Port = proxy.Port }.ConnectionString;
        await using var store = new PostgreSqlOutboxStore(new PostgreSqlLocation(PostgreSqlLocation.Parse(connectionString)));
        var opened = await new OpenStore(store).OpenAsync();
        OutboxSettlement[] settlements = [];
        int before = 0;
        for (int i = -5; i < Events; i++)
        {
            if (i == 0) before = proxy.Answers;   // its statements are prepared
            var row = await opened.RowAsync();
            var result = await store.CommitAsync(new OutboxBatch { Inserts = [row], Settlements = settlements }, Cancellation);
            Assert.All(result.Settlements, static isSettled => Assert.True(isSettled));
            settlements = [OpenStore.Remove(Assert.Single(result.Inserts).Position, row.Id)];
        }

        // The connection that listens asks for an answer every 5 seconds.
        Assert.InRange(proxy.Answers - before, Events, Events + 20);
        Assert.Single(await opened.ListAsync());
    }
}
