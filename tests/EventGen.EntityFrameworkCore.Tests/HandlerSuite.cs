using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>Handlers that take a watched context: what they write happens once, with the note that they have had the event.</summary>
public abstract class HandlerSuite(TestDatabase database) : ShopSuite(database)
{
    [Theory, InlineData(false, false), InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public async Task AnAttemptThatFails_LeavesNothing_AndTheNextWritesOnce(bool isPooled, bool retries)
    {
        await StartAsync(isPooled, retries);
        Shipping.Works(Run, async (db, _, attempt) =>
        {
            Assert.Equal(0, await db.Orders.CountAsync(Token));
            db.Orders.Add(new Order { Number = "1" });
            db.Emit(Event(attempt));
            db.Emit(Notice(attempt));
            await db.SaveChangesAsync(Token);
            db.Orders.Add(new Order { Number = "2" });
            await Bus.Topic<OrderPlaced>().EmitAsync(Event(10 + attempt), Token);
            db.SaveChanges();
            await db.Orders.Where(static o => o.Number == "2").ExecuteUpdateAsync(static set => set.SetProperty(static o => o.Number, "3"), Token);
            if (attempt == 1) throw new InvalidOperationException("The first attempt fails.");
        });

        await Bus.Topic<OrderShipped>().EmitAsync(new OrderShipped(Run, ""), Token);
        await DeliveredAsync();

        Assert.Equal(2, Shipping.Attempts(Run));
        Assert.Equal([2, 12], Placed);
        Assert.Equal([2], Noticed);
        await using var scope = Services.CreateAsyncScope();
        var after = scope.ServiceProvider.GetRequiredService<ShopDb>();
        Assert.Equal(["1", "3"], await after.Orders.Select(static o => o.Number).Order().ToListAsync(Token));
        after.Orders.Add(new Order { Number = "4" });
        await after.SaveChangesAsync(Token);
    }

    [Fact]
    public async Task TheContextAndOutboxTransaction_AreOneTransaction()
    {
        await StartAsync(isPooled: false, retries: false);
        bool? isOne = null;
        Shipping.Works(Run, async (db, services, _) =>
        {
            var transaction = services.GetRequiredService<OutboxTransaction>();
            db.Orders.Add(new Order { Number = "1" });
            await db.SaveChangesAsync(Token);
            isOne = transaction.Transaction == db.Database.CurrentTransaction!.GetDbTransaction();
        });

        await Bus.Topic<OrderShipped>().EmitAsync(new OrderShipped(Run, ""), Token);
        await DeliveredAsync();

        Assert.True(isOne);
        await using var scope = Services.CreateAsyncScope();
        Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<ShopDb>().Orders.CountAsync(Token));
    }

    [Fact]
    public async Task ASecondContext_AndATransactionOfTheHandlersOwn_Throw()
    {
        await StartAsync(isPooled: false, retries: false);
        List<string> messages = [];
        Shipping.Works(Run, async (db, services, _) =>
        {
            db.Orders.Add(new Order { Number = "1" });
            await db.SaveChangesAsync(Token);
            await using var scope = services.CreateAsyncScope();
            var second = scope.ServiceProvider.GetRequiredService<ShopDb>();
            messages.Add((await Assert.ThrowsAsync<InvalidOperationException>(() => second.Orders.CountAsync(Token))).Message);
            Assert.Contains("one context", messages[0]);
            messages.Clear();
            var own = db.Database.CurrentTransaction!;
            var database = db.Database;
            messages.Add(Assert.Throws<InvalidOperationException>(database.BeginTransaction).Message);
            messages.Add((await Assert.ThrowsAsync<InvalidOperationException>(() => database.BeginTransactionAsync(Token))).Message);
            messages.Add((await Assert.ThrowsAsync<InvalidOperationException>(() => database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, Token))).Message);
            messages.Add((await Assert.ThrowsAsync<InvalidOperationException>(() => database.CreateExecutionStrategy().ExecuteAsync(() => database.BeginTransactionAsync(Token)))).Message);
            messages.Add(Assert.Throws<InvalidOperationException>(database.CommitTransaction).Message);
            messages.Add((await Assert.ThrowsAsync<InvalidOperationException>(() => own.CommitAsync(Token))).Message);
            messages.Add((await Assert.ThrowsAsync<InvalidOperationException>(() => own.RollbackAsync(Token))).Message);
            Assert.Same(own, database.CurrentTransaction);
            db.Orders.Add(new Order { Number = "2" });
            await db.SaveChangesAsync(Token);
        });

        await Bus.Topic<OrderShipped>().EmitAsync(new OrderShipped(Run, ""), Token);
        await DeliveredAsync();

        Assert.Equal(7, messages.Count);
        Assert.All(messages, static message => Assert.Contains("take the call out", message, StringComparison.Ordinal));
        await using var after = Services.CreateAsyncScope();
        Assert.Equal(2, await after.ServiceProvider.GetRequiredService<ShopDb>().Orders.CountAsync(Token));
    }

    [Fact]
    public async Task ATransactionThatAHandlerBegins_ThrowsBeforeAnythingElseToo()
    {
        await StartAsync(isPooled: false, retries: false);
        string? message = null;
        Shipping.Works(Run, async (db, _, _) =>
        {
            message = (await Assert.ThrowsAsync<InvalidOperationException>(() => db.Database.BeginTransactionAsync(Token))).Message;
            db.Orders.Add(new Order { Number = "1" });
            await db.SaveChangesAsync(Token);
        });

        await Bus.Topic<OrderShipped>().EmitAsync(new OrderShipped(Run, ""), Token);
        await DeliveredAsync();

        Assert.Contains("take the call out", message, StringComparison.Ordinal);
        await using var scope = Services.CreateAsyncScope();
        Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<ShopDb>().Orders.CountAsync(Token));
    }

    private Task StartAsync(bool isPooled, bool retries) => StartAsync(services =>
    {
        if (isPooled) services.AddDbContextPool<ShopDb>(options => Configure(options), poolSize: 1);
        else services.AddDbContext<ShopDb>(options => Configure(options));

        void Configure(DbContextOptionsBuilder options) => Use(options, retries ? static dependencies => new RetryStrategy(dependencies) : null);
    });
}
