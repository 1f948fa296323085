using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>Savepoints in transactions of the application's: what is emitted is what the database has committed.</summary>
public abstract class SavepointSuite(TestDatabase database) : ShopSuite(database)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task ARollBack_KeepsWhatWasSavedUnderASavepointThatWasReleasedBefore(bool isSynchronous)
    {
        await using var db = Context();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        await MakeAsync(transaction, "first", isSynchronous);
        await SaveAsync(db, 1, isSynchronous);
        await ReleaseAsync(transaction, "first", isSynchronous);
        await SaveAsync(db, 2, isSynchronous);
        await MakeAsync(transaction, "second", isSynchronous);
        await SaveAsync(db, 3, isSynchronous);
        await RollBackAsync(transaction, "second", isSynchronous);

        await AssertCommittedAsync(db, [1, 2]);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ARollBack_EndsTheSavepointsAfterIt_AndMayComeAgain(bool isSynchronous)
    {
        await using var db = Context();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        await MakeAsync(transaction, "a", isSynchronous);
        await SaveAsync(db, 1, isSynchronous);
        await MakeAsync(transaction, "b", isSynchronous);
        await SaveAsync(db, 2, isSynchronous);
        await MakeAsync(transaction, "c", isSynchronous);
        await SaveAsync(db, 3, isSynchronous);
        await RollBackAsync(transaction, "b", isSynchronous);
        await SaveAsync(db, 4, isSynchronous);
        await RollBackAsync(transaction, "b", isSynchronous);
        await SaveAsync(db, 5, isSynchronous);

        await AssertCommittedAsync(db, [1, 5]);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ANameThatIsUsedTwice_IsTheLaterSavepoint_UntilThatIsReleased(bool isSynchronous)
    {
        await using var db = Context();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        await SaveAsync(db, 1, isSynchronous);
        await MakeAsync(transaction, "a", isSynchronous);
        await SaveAsync(db, 2, isSynchronous);
        await MakeAsync(transaction, "a", isSynchronous);
        await SaveAsync(db, 3, isSynchronous);
        await RollBackAsync(transaction, "a", isSynchronous);
        Assert.Equal(2, await db.Orders.CountAsync(Token));
        await ReleaseAsync(transaction, "a", isSynchronous);
        await SaveAsync(db, 4, isSynchronous);
        await RollBackAsync(transaction, "a", isSynchronous);
        await SaveAsync(db, 5, isSynchronous);

        await AssertCommittedAsync(db, [1, 5]);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ASavepointOfTheTransactionBefore_CountsNoMore(bool isCommitted)
    {
        await using var db = Context();
        await using (var before = await db.Database.BeginTransactionAsync(Token))
        {
            await before.CreateSavepointAsync("before", Token);
            if (isCommitted) await before.CommitAsync(Token);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        await SaveAsync(db, 1, isSynchronous: false);
        await transaction.CreateSavepointAsync("here", Token);
        await SaveAsync(db, 2, isSynchronous: false);
        await transaction.RollbackToSavepointAsync("here", Token);

        await AssertCommittedAsync(db, [1]);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task WhatWasSavedWithoutBeingAccepted_AndRolledBack_GoesWithTheNextSave(bool isSynchronous)
    {
        await using var db = Context();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        await SaveAsync(db, 1, isSynchronous);
        await MakeAsync(transaction, "here", isSynchronous);
        Add(db, 2);
        if (isSynchronous) db.SaveChanges(acceptAllChangesOnSuccess: false);
        else await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, Token);
        await RollBackAsync(transaction, "here", isSynchronous);
        await SaveAsync(db, isSynchronous);

        await AssertCommittedAsync(db, [1, 2]);
    }

    [Fact]
    public async Task TheTransactionOfTheContext_IsTheOneThatBeginTransactionReturned()
    {
        await using var db = Context();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);

        Assert.Same(transaction, db.Database.CurrentTransaction);
        Assert.True(transaction.SupportsSavepoints);
        Assert.Same(db.Database.GetDbConnection(), transaction.GetDbTransaction().Connection);
        await db.Database.RollbackTransactionAsync(Token);
        Assert.Null(db.Database.CurrentTransaction);
    }

    protected static Task MakeAsync(IDbContextTransaction transaction, string name, bool isSynchronous) =>
        Do(isSynchronous, () => transaction.CreateSavepoint(name), () => transaction.CreateSavepointAsync(name, Token));

    private static Task ReleaseAsync(IDbContextTransaction transaction, string name, bool isSynchronous) =>
        Do(isSynchronous, () => transaction.ReleaseSavepoint(name), () => transaction.ReleaseSavepointAsync(name, Token));

    protected static Task RollBackAsync(IDbContextTransaction transaction, string name, bool isSynchronous) =>
        Do(isSynchronous, () => transaction.RollbackToSavepoint(name), () => transaction.RollbackToSavepointAsync(name, Token));

    private static Task Do(bool isSynchronous, Action synchronous, Func<Task> asynchronous)
    {
        if (!isSynchronous) return asynchronous();
        synchronous();
        return Task.CompletedTask;
    }

    private void Add(ShopDb db, int number)
    {
        db.Orders.Add(new Order { Number = $"{number}" });
        db.Emit(Event(number));
        db.Emit(Notice(number));
    }

    protected Task SaveAsync(ShopDb db, int number, bool isSynchronous)
    {
        Add(db, number);
        return SaveAsync(db, isSynchronous);
    }

    protected async Task AssertCommittedAsync(ShopDb db, int[] expected)
    {
        await db.Database.CommitTransactionAsync(Token);
        await DeliveredAsync();
        Assert.Equal(expected, Placed);
        Assert.Equal(expected, Noticed);
        Assert.Equal(expected.Select(static number => $"{number}"), await db.Orders.AsNoTracking().Select(static o => o.Number).Order().ToListAsync(Token));
    }
}
