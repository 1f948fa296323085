using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>Saves in transactions of the application's.</summary>
public abstract class TransactionSuite(TestDatabase database) : ShopSuite(database)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task SeveralSaves_AreDeliveredAfterTheCommit(bool isSynchronous)
    {
        await using var db = Context();
        await using var transaction = isSynchronous ? db.Database.BeginTransaction() : await db.Database.BeginTransactionAsync(Token);
        var order = db.Orders.Add(new Order { Number = "1" }).Entity;
        for (int i = 1; i <= 2; i++)
        {
            order.Number = $"{i}";
            db.Emit(Event(i));
            db.Emit(Notice(i));
            await SaveAsync(db, isSynchronous);
        }

        Assert.Empty(Placed);
        Assert.Empty(Noticed);
        if (isSynchronous) transaction.Commit();
        else await transaction.CommitAsync(Token);
        await DeliveredAsync();

        Assert.Equal([1, 2], Placed);
        Assert.Equal([1, 2], Noticed);
    }

    [Theory, InlineData(true, true), InlineData(true, false), InlineData(false, true), InlineData(false, false)]
    public async Task RolledBackOrDisposed_NothingIsEmitted(bool isSynchronous, bool isRolledBack)
    {
        await using var db = Context();
        await using (var transaction = await db.Database.BeginTransactionAsync(Token))
        {
            db.Orders.Add(new Order { Number = "1" });
            db.Emit(Event(1));
            db.Emit(Notice(1));
            await SaveAsync(db, isSynchronous);
            if (isRolledBack && isSynchronous) transaction.Rollback();
            else if (isRolledBack) await transaction.RollbackAsync(Token);
        }

        db.Emit(Event(2));
        db.Emit(Notice(2));
        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();

        Assert.Equal([2], Placed);
        Assert.Equal([2], Noticed);
        Assert.Equal(0, await OrdersAsync());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ASavepoint_TakesBackWhatWasSavedAfterIt(bool isRolledBack)
    {
        await using var db = Context();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        db.Emit(Event(1));
        db.Emit(Notice(1));
        await db.SaveChangesAsync(Token);
        await transaction.CreateSavepointAsync("here", Token);
        db.Emit(Event(2));
        db.Emit(Notice(2));
        await db.SaveChangesAsync(Token);
        if (isRolledBack) await transaction.RollbackToSavepointAsync("here", Token);
        else await transaction.ReleaseSavepointAsync("here", Token);
        await transaction.CommitAsync(Token);
        await DeliveredAsync();

        Assert.Equal(isRolledBack ? [1] : [1, 2], Placed);
        Assert.Equal(isRolledBack ? [1] : [1, 2], Noticed);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ASharedTransaction_CarriesTheEventsOfBothContexts(bool isCommitted)
    {
        await using var db = Context();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        db.Emit(Event(1));
        await db.SaveChangesAsync(Token);
        var options = new DbContextOptionsBuilder<ShopDb>();
        Use(options);
        await using (var other = new ShopDb(options.UseEventGen(Bus).Options))
        {
            other.Database.SetDbConnection(db.Database.GetDbConnection());
            await other.Database.UseTransactionAsync(transaction.GetDbTransaction(), Token);
            other.Orders.Add(new Order { Number = "2" });
            other.Emit(Event(2));
            await other.SaveChangesAsync(Token);

            other.Emit(Notice(3));
            var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => other.SaveChangesAsync(Token));
            Assert.Contains("UseTransaction", exception.Message);
        }

        if (isCommitted) await transaction.CommitAsync(Token);
        else await transaction.RollbackAsync(Token);
        await DeliveredAsync();

        Assert.Equal(isCommitted ? [1, 2] : [], Placed);
        Assert.Empty(Noticed);
    }
}
