namespace EventGen.EntityFrameworkCore.Tests;

public sealed class SqliteSavepointTests() : SavepointSuite(new SqliteTestDatabase())
{
    [Fact]
    public async Task NamesThatDifferInCase_AreOne()
    {
        await using var db = Context();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        await SaveAsync(db, 1, isSynchronous: false);
        await MakeAsync(transaction, "here", isSynchronous: false);
        await SaveAsync(db, 2, isSynchronous: false);
        await RollBackAsync(transaction, "HERE", isSynchronous: false);

        await AssertCommittedAsync(db, [1]);
    }
}
