using System.Transactions;

namespace EventGen.EntityFrameworkCore.Tests;

public sealed class PostgreSqlTransactionTests(SharedServer server) : TransactionSuite(new PostgreSqlTestDatabase(server))
{
    [Theory, InlineData(true, true), InlineData(true, false), InlineData(false, true), InlineData(false, false)]
    public async Task InATransactionScope_EventsAreDeliveredAfterItsCommit_AndNeverAfterItsRollBack(bool isSynchronous, bool isCommitted)
    {
        Watching.Set(Run, new Watching());
        await using var db = Context();
        using (var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            db.Orders.Add(new Order { Number = "1" });
            db.Invoices.Add(new Invoice { Run = Run });
            db.Emit(Event(1));
            db.Emit(Notice(1));
            await SaveAsync(db, isSynchronous);
            db.Emit(Event(2));
            db.Emit(Notice(2));
            await SaveAsync(db, isSynchronous);
            Assert.Empty(Placed);
            Assert.Empty(Noticed);
            if (isCommitted) scope.Complete();
        }

        if (isCommitted) await Eventually.TrueAsync(() => Placed.Count() == 2 && Noticed.Count() == 2 && Seen.Triggered(Run).Count == 1);
        else await DeliveredAsync();

        Assert.Equal(isCommitted ? [1, 2] : [], Placed);
        Assert.Equal(isCommitted ? [1, 2] : [], Noticed);
        Assert.Equal(isCommitted ? 1 : 0, Seen.Triggered(Run).Count);
        Assert.Equal(isCommitted ? 1 : 0, await OrdersAsync());
    }
}
