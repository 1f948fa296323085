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
    public async Task ASavepointInAHandler_TakesBackWhatWasSavedAfterIt()
    {
        await StartAsync(isPooled: true, retries: false);
        Shipping.Works(Run, async (db, _, _) =>
        {
            db.Emit(Event(1));
            db.Emit(Notice(1));
            await db.SaveChangesAsync(Token);
            var transaction = db.Database.CurrentTransaction!;
            await transaction.CreateSavepointAsync("here", Token);
            db.Emit(Event(2));
            db.Emit(Notice(2));
            await db.SaveChangesAsync(Token);
            await transaction.RollbackToSavepointAsync("here", Token);
            db.Emit(Event(3));
            db.Emit(Notice(3));
            await db.SaveChangesAsync(Token);
        });

        await Bus.Topic<OrderShipped>().EmitAsync(new OrderShipped(Run, ""), Token);
        await DeliveredAsync();

        Assert.Equal([1, 3], Placed);
        Assert.Equal([1, 3], Noticed);
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

    [Theory]
    [InlineData("query", true), InlineData("query", false), InlineData("sql", true), InlineData("sql", false), InlineData("update", true), InlineData("update", false)]
    [InlineData("raw query", true), InlineData("find", true), InlineData("connection", true), InlineData("save", false)]
    public async Task WhateverAHandlerBeginsWith_IsInItsTransaction(string first, bool isChecked)
    {
        await StartAsync(services => services.AddDbContextPool<ShopDb>(
            options =>
            {
                Use(options);
                options.EnableThreadSafetyChecks(isChecked);
            },
            poolSize: 1));
        List<bool> joined = [];
        List<Exception> failures = [];
        Shipping.Works(Run, async (db, services, attempt) =>
        {
            try
            {
                await WorkAsync(db, services, attempt);
            }
            catch (Exception exception)
            {
                failures.Add(exception);
                throw;
            }
        });

        async Task WorkAsync(ShopDb db, IServiceProvider services, int attempt)
        {
            switch (first)
            {
                case "query": await db.Orders.ToListAsync(Token); break;
                case "sql": await db.Database.ExecuteSqlRawAsync("DELETE FROM orders", Token); break;
                case "update": await db.Orders.ExecuteUpdateAsync(static set => set.SetProperty(static o => o.Number, "updated"), Token); break;
                case "raw query": await db.Database.SqlQueryRaw<int>("SELECT 1 AS \"Value\"").SingleAsync(Token); break;
                case "find": await db.Orders.FindAsync([Guid.NewGuid()], Token); break;
                case "connection": await db.Database.OpenConnectionAsync(Token); break;
                default: break;
            }

            db.Orders.Add(new Order { Number = $"{attempt}" });
            await db.SaveChangesAsync(Token);
            joined.Add(db.Database.CurrentTransaction!.GetDbTransaction() == services.GetRequiredService<OutboxTransaction>().Transaction);
            if (attempt == 1) throw new InvalidOperationException("The first attempt fails.");
        }

        for (int i = 0; i < 2; i++)
        {
            // Before and between, the same context of the pool is used outside.
            await using (var scope = Services.CreateAsyncScope()) Assert.Equal(i, await scope.ServiceProvider.GetRequiredService<ShopDb>().Orders.CountAsync(Token));
            await Bus.Topic<OrderShipped>().EmitAsync(new OrderShipped(Run, ""), Token);
            await DeliveredAsync();
            if (first is "sql") break;
        }

        Assert.Equal("The first attempt fails.", string.Join("\n", failures.Select(static failure => failure.Message)));
        Assert.All(joined, Assert.True);
        Assert.Equal(first is "sql" ? 2 : 3, joined.Count);
    }

    [Fact]
    public async Task ASecondOperation_BeforeTheFirstHasEnded_Throws()
    {
        await StartAsync(isPooled: false, retries: false);
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
        db.Orders.AddRange(new Order { Number = "1" }, new Order { Number = "2" });
        await db.SaveChangesAsync(Token);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var detector = Microsoft.EntityFrameworkCore.Infrastructure.AccessorExtensions.GetService<Microsoft.EntityFrameworkCore.Infrastructure.IConcurrencyDetector>(db);
        var first = Task.Run(
            async () =>
            {
                using (detector.EnterCriticalSection())
                {
                    entered.SetResult();
                    await goOn.Task;
                    Assert.Equal(2, await db.Orders.CountAsync(Token));
                }
            },
            Token);
        await entered.Task;
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => db.Orders.CountAsync(Token));
        Assert.Contains("one thread at a time", exception.Message, StringComparison.Ordinal);
        goOn.SetResult();
        await first;
        Assert.Equal(2, await db.Orders.CountAsync(Token));
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
