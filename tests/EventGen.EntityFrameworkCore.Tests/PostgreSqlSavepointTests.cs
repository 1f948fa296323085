namespace EventGen.EntityFrameworkCore.Tests;

public sealed class PostgreSqlSavepointTests(SharedServer server) : SavepointSuite(new PostgreSqlTestDatabase(server))
{
    [Fact]
    public async Task NamesThatDifferInCase_AreTwo()
    {
        await using var db = Context();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        await SaveAsync(db, 1, isSynchronous: false);
        await MakeAsync(transaction, "here", isSynchronous: false);
        await SaveAsync(db, 2, isSynchronous: false);
        await MakeAsync(transaction, "HERE", isSynchronous: false);
        await SaveAsync(db, 3, isSynchronous: false);
        await RollBackAsync(transaction, "here", isSynchronous: false);

        await AssertCommittedAsync(db, [1]);
    }
}
