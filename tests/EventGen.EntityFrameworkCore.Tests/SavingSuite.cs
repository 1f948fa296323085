namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>Saves without a transaction of the application's.</summary>
public abstract class SavingSuite(TestDatabase database) : ShopSuite(database)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task WhatIsEmitted_IsDeliveredAfterTheSave(bool isSynchronous)
    {
        await using var db = Context();
        db.Orders.Add(new Order { Number = "1" });
        db.Emit(Event(1));
        db.Emit(Notice(2));
        Assert.Equal(0, (await Bus.Outbox.GetStatusAsync(Token)).Pending);

        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();

        Assert.Equal([1], Placed);
        Assert.Equal([2], Noticed);
        Assert.Equal(1, await OrdersAsync());
        Assert.Equal(AutoTransactionBehavior.WhenNeeded, db.Database.AutoTransactionBehavior);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task AfterAFailedSave_TheEventsStayForTheNext_AndAreEmittedOnce(bool isSynchronous)
    {
        await using (var first = Context())
        {
            first.Orders.Add(new Order { Number = "taken" });
            await first.SaveChangesAsync(Token);
        }

        await using var db = Context();
        var order = db.Orders.Add(new Order { Number = "taken" });
        db.Emit(Event(1));
        db.Emit(Notice(2));
        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(db, isSynchronous));
        await DeliveredAsync();
        Assert.Empty(Placed);
        Assert.Empty(Noticed);

        order.Entity.Number = "free";
        await SaveAsync(db, isSynchronous);
        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();

        Assert.Equal([1], Placed);
        Assert.Equal([2], Noticed);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ASaveWithoutChanges_EmitsItsEvents(bool isSynchronous)
    {
        await using var db = Context();
        db.Emit(Event(1));
        db.Emit(Event(2));
        db.Emit(Notice(3));

        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();

        Assert.Equal([1, 2], Placed);
        Assert.Equal([3], Noticed);
    }

    [Fact]
    public async Task EachSaveOfOneContext_EmitsItsOwn()
    {
        await using var db = Context();
        var order = db.Orders.Add(new Order { Number = "1" }).Entity;
        for (int i = 1; i <= 3; i++)
        {
            order.Number = $"{i}";
            db.Emit(Event(i));
            await db.SaveChangesAsync(Token);
        }

        await DeliveredAsync();
        Assert.Equal([1, 2, 3], Placed);
    }

    [Fact]
    public async Task ExecuteUpdate_EmitsNothing_TheNextSaveDoes()
    {
        await using var db = Context();
        db.Emit(Event(1));
        await db.Orders.ExecuteUpdateAsync(static set => set.SetProperty(static o => o.Number, "x"), Token);
        Assert.Equal(0, (await Bus.Outbox.GetStatusAsync(Token)).Pending);

        await db.SaveChangesAsync(Token);
        await DeliveredAsync();
        Assert.Equal([1], Placed);
    }

    [Fact]
    public async Task ParallelContexts_EmitEachTheirOwn()
    {
        await Task.WhenAll(Enumerable.Range(1, 20).Select(async i =>
        {
            await using var db = Context();
            db.Orders.Add(new Order { Number = $"{i}" });
            db.Emit(Event(i));
            if (i % 2 == 0) await db.SaveChangesAsync(Token);
        }));
        await DeliveredAsync();

        Assert.Equal(Enumerable.Range(1, 10).Select(static i => i * 2), Placed);
        Assert.Equal(10, await OrdersAsync());
    }

    [Fact]
    public async Task APooledContext_DoesNotCarryUnsavedEventsToItsNextUser()
    {
        await StartAsync(services => services.AddPooledDbContextFactory<ShopDb>(options => Use(options), poolSize: 1));
        ShopDb first;
        await using (first = Context()) first.Emit(Event(1));
        await using (var second = Context())
        {
            Assert.Same(first, second);
            second.Emit(Event(2));
            await second.SaveChangesAsync(Token);
        }

        await DeliveredAsync();
        Assert.Equal([2], Placed);
    }

    [Theory, InlineData(true, true), InlineData(true, false), InlineData(false, true), InlineData(false, false)]
    public async Task OnADisposedContext_AnEmitThrows(bool isPooled, bool isOfAScope)
    {
        await StartAsync(services =>
        {
            if (isPooled && isOfAScope) services.AddDbContextPool<ShopDb>(options => Use(options));
            else if (isPooled) services.AddPooledDbContextFactory<ShopDb>(options => Use(options));
            else if (isOfAScope) services.AddDbContext<ShopDb>(options => Use(options));
            else services.AddDbContextFactory<ShopDb>(options => Use(options));
        });
        ShopDb db;
        if (isOfAScope)
        {
            await using var scope = Services.CreateAsyncScope();
            db = scope.ServiceProvider.GetRequiredService<ShopDb>();
            db.Emit(Event(1));
        }
        else
        {
            db = Context();
            db.Emit(Event(1));
            await db.DisposeAsync();
        }

        Assert.Throws<ObjectDisposedException>(() => db.Emit(Event(2)));
    }

    [Fact]
    public async Task APooledContextOfAScope_IsThereUntilTheScopeEnds_AlsoWhereItIsDisposedBefore()
    {
        await StartAsync(services => services.AddDbContextPool<ShopDb>(options => Use(options)));
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
        await db.DisposeAsync();
        db.Emit(Event(1));
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();
        Assert.Equal([1], Placed);
    }

    [Fact]
    public async Task AContextThatNoBusWatches_SaysHowToHaveItWatched()
    {
        var options = new DbContextOptionsBuilder<ShopDb>();
        Use(options);
        await using var db = new ShopDb(options.Options);

        var exception = Assert.Throws<InvalidOperationException>(() => db.Emit(Event(1)));

        Assert.Contains("AddEntityFramework<ShopDb>()", exception.Message);
    }

    [Fact]
    public async Task WithoutAContainer_TheOptionsNameTheBus()
    {
        var options = new DbContextOptionsBuilder<ShopDb>();
        Use(options);
        await using var db = new ShopDb(options.UseEventGen(Bus).Options);
        db.Emit(Event(1));
        await db.SaveChangesAsync(Token);

        await DeliveredAsync();
        Assert.Equal([1], Placed);
    }
}
