using Npgsql;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>What an event costs, counted at the wire.</summary>
public sealed class RoundTripTests(SharedServer shared) : StoreSuite(new PostgreSqlBackend(shared))
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnEvent_IsOneRoundTrip_WithItsCommit_AndTheSettlementOfTheOneBefore(bool isSettled)
    {
        const int Events = 60;
        await using var proxy = new CuttingProxy(shared.Server.Port);
        string connectionString = new NpgsqlConnectionStringBuilder(((PostgreSqlBackend)Backend).ConnectionString) { Port = proxy.Port }.ConnectionString;
        await using var store = new PostgreSqlOutboxStore(new PostgreSqlLocation(PostgreSqlLocation.Parse(connectionString)));
        var opened = await new OpenStore(store).OpenAsync();
        OutboxSettlement[] settlements = [];
        int before = 0;
        var ids = new List<Guid>();
        for (int i = -5; i < Events; i++)
        {
            if (i == 0) before = proxy.Answers;   // its statements are prepared
            var row = (await opened.RowAsync()) with { Metadata = "0"u8.ToArray() };
            var result = await store.CommitAsync(new OutboxBatch { Inserts = [row], Settlements = settlements }, Cancellation);
            Assert.DoesNotContain(false, result.Settlements);
            var inserted = Assert.Single(result.Inserts);
            Assert.Equal(OutboxInsertOutcome.Leased, inserted.Outcome);
            if (isSettled) settlements = [OpenStore.Remove(inserted.Position, row.Id)];
            ids.Add(row.Id);
        }

        // The connection that listens asks for an answer every 5 seconds.
        Assert.InRange(proxy.Answers - before, Events, Events + 20);
        var left = (await opened.ListAsync()).Select(static row => row.Id);
        Assert.Equal(isSettled ? ids[^1..] : ids.Order(), left.Order());
    }
}
