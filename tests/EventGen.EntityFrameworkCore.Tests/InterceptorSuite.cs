using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>Interceptors of the application that are added after the bus's: what they change and emit counts, and their failures leave nothing behind.</summary>
public abstract class InterceptorSuite(TestDatabase database) : ShopSuite(database)
{
    private readonly Later _later = new();

    private IEnumerable<InvoiceChanged> Changes => Seen.Triggered(Run).OfType<InvoiceChanged>().OrderBy(static e => e.Id);

    [Theory, InlineData(true), InlineData(false)]
    public async Task WhatALaterInterceptorChanges_Fires_AsIfTheApplicationHadChangedIt(bool isSynchronous)
    {
        await StartAsync();
        await using var db = Context();
        Invoice kept = New(1), changed = New(2), removed = New(3);
        db.AddRange(kept, changed, removed);
        await db.SaveChangesAsync(Token);
        Watching.Set(Run, new Watching { Text = static change => $"{change.Original?.Total:0}>{change.Entity.Total:0}" });
        _later.Saving = saved =>
        {
            kept.Total = 10;       // set by nobody else
            changed.Total = 22;    // the application says 20
            saved.Remove(removed);
            saved.Add(New(4));
        };
        changed.Total = 20;
        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();

        Assert.Equal(
            [(EntityChangeKind.Modified, "1>10"), (EntityChangeKind.Modified, "2>22"), (EntityChangeKind.Deleted, "3>3"), (EntityChangeKind.Added, ">4")],
            Changes.Select(static e => (e.Kind, e.Text)));
        Assert.Equal([10, 22, 4], await db.Invoices.Where(i => i.Run == Run).OrderBy(static i => i.Id).Select(static i => i.Total).ToListAsync(Token));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task WhatALaterInterceptorUndoes_FiresNothing(bool isSynchronous)
    {
        await StartAsync();
        await using var db = Context();
        var invoice = db.Add(New(1)).Entity;
        await db.SaveChangesAsync(Token);
        Watching.Set(Run, new Watching());
        _later.Saving = saved => saved.Entry(invoice).State = EntityState.Unchanged;
        invoice.Total = 2;
        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();

        Assert.Empty(Changes);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task WhatALaterInterceptorEmitsBeforeTheSave_GoesWithIt_AndAfterIt_WithTheNext(bool isSynchronous)
    {
        await StartAsync();
        await using var db = Context();
        _later.Saving = saved =>
        {
            saved.Emit(Event(1));
            saved.Emit(Notice(1));
        };
        _later.Saved = saved => saved.Emit(Event(2));
        db.Orders.Add(new Order { Number = "1" });
        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();
        Assert.Equal([1], Placed);
        Assert.Equal([1], Noticed);

        (_later.Saving, _later.Saved) = (null, null);
        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();
        Assert.Equal([1, 2], Placed);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ALaterInterceptorThatThrows_FiresNothing_AndSavepointsAreNotedAfterIt(bool isSynchronous)
    {
        await StartAsync();
        Watching.Set(Run, new Watching());
        await using var db = Context();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        db.Emit(Notice(1));
        await SaveAsync(db, isSynchronous);
        _later.Saving = static _ => throw new NotSupportedException("no");
        db.Add(New(1));
        await Assert.ThrowsAsync<NotSupportedException>(() => SaveAsync(db, isSynchronous));

        _later.Saving = null;
        db.ChangeTracker.Clear();
        await transaction.CreateSavepointAsync("here", Token);
        db.Emit(Notice(2));
        await SaveAsync(db, isSynchronous);
        await transaction.RollbackToSavepointAsync("here", Token);
        await transaction.CommitAsync(Token);
        await DeliveredAsync();

        Assert.Empty(Changes);
        Assert.Equal([1], Noticed);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task AnEventThatIsNotDurable_OfALaterInterceptor_IsRefusedUnderUseTransaction(bool hasChanges)
    {
        await StartAsync();
        await using var db = Context();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        await using var other = Context();
        other.Database.SetDbConnection(db.Database.GetDbConnection());
        await other.Database.UseTransactionAsync(transaction.GetDbTransaction(), Token);
        if (hasChanges) other.Orders.Add(new Order { Number = "2" });
        _later.Saving = saved => saved.Emit(Notice(1));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => other.SaveChangesAsync(Token));

        Assert.Contains("UseTransaction", exception.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(true, true), InlineData(true, false), InlineData(false, true), InlineData(false, false)]
    public async Task ASaveThatALaterInterceptorSuppresses_EmitsNothing_TheNextSaveDoes(bool isSynchronous, bool hasTransaction)
    {
        await StartAsync();
        Watching.Set(Run, new Watching());
        await using var db = Context();
        var order = db.Orders.Add(new Order { Number = "0" }).Entity;
        await db.SaveChangesAsync(Token);
        await using (var transaction = hasTransaction ? await db.Database.BeginTransactionAsync(Token) : null)
        {
            order.Number = "1";
            db.Add(New(1));
            db.Emit(Event(1));
            db.Emit(Notice(1));
            _later.Suppresses = true;
            Assert.Equal(7, await SaveAsync(db, isSynchronous));
            if (transaction is not null) await transaction.CommitAsync(Token);
        }

        await DeliveredAsync();
        Assert.Empty(Changes);
        Assert.Empty(Placed);
        Assert.Empty(Noticed);
        Assert.Equal(0, await db.Invoices.CountAsync(i => i.Run == Run, Token));

        _later.Suppresses = false;
        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();
        Assert.Single(Changes);
        Assert.Equal([1], Placed);
        Assert.Equal([1], Noticed);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ALaterInterceptorThatSavesByItself_AndAccepts_HasTheEventsEmitted(bool isSynchronous)
    {
        await StartAsync();
        await using var db = Context();
        db.Orders.Add(new Order { Number = "1" });
        db.Emit(Event(1));
        db.Emit(Notice(1));
        _later.Suppresses = true;
        _later.Saving = static saved => saved.ChangeTracker.AcceptAllChanges();
        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();

        Assert.Equal([1], Placed);
        Assert.Equal([1], Noticed);
    }

    private Task StartAsync() => StartAsync(
        services => services.AddDbContextFactory<ShopDb>(options => Use(options)),
        builder => builder.Services!.ConfigureDbContext<ShopDb>(options => options.AddInterceptors(_later)));

    private Invoice New(decimal total) => new() { Run = Run, Total = total };

    private sealed class Later : SaveChangesInterceptor
    {
        public Action<DbContext>? Saving { get; set; }

        public Action<DbContext>? Saved { get; set; }

        public bool Suppresses { get; set; }

        public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
        {
            Saving?.Invoke(eventData.Context!);
            return Suppresses ? InterceptionResult<int>.SuppressWithResult(7) : result;
        }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            new(SavingChanges(eventData, result));

        public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
        {
            Saved?.Invoke(eventData.Context!);
            return result;
        }

        public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) => new(SavedChanges(eventData, result));
    }
}
