using System.Transactions;

namespace EventGen.EntityFrameworkCore.Tests;

public sealed class SqliteTransactionTests() : TransactionSuite(new SqliteTestDatabase())
{
    [Fact]
    public async Task InATransactionScope_TheSaveFails_AndNamesTheRemedy()
    {
        await using var db = Context();
        db.Emit(Event(1));
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Token));

        Assert.Contains("BeginTransaction", exception.Message, StringComparison.Ordinal);
    }
}
