namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>Execution strategies that retry: one event, not two.</summary>
public abstract class RetryingSuite(TestDatabase database) : ShopSuite(database)
{
    private readonly FailingOnce _commits = new();

    [Theory, InlineData(true), InlineData(false)]
    public async Task ASaveThatIsRetried_EmitsOnce(bool isSynchronous)
    {
        await StartAsync();
        await using var db = Context();
        db.Orders.Add(new Order { Number = "1" });
        db.Emit(Event(1));
        db.Emit(Notice(1));
        _commits.Fails = true;

        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();

        Assert.False(_commits.Fails);
        Assert.Equal([1], Placed);
        Assert.Equal([1], Noticed);
        Assert.Equal(1, await OrdersAsync());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ATransactionThatIsRetried_EmitsOnce(bool isEmittedInside)
    {
        await StartAsync();
        await using var db = Context();
        db.Orders.Add(new Order { Number = "1" });
        if (!isEmittedInside) Emit();
        _commits.Fails = true;

        await db.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                if (isEmittedInside) Emit();
                await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, token);
                await transaction.CommitAsync(token);
            },
            Token);
        db.ChangeTracker.AcceptAllChanges();
        await DeliveredAsync();

        Assert.Equal([1], Placed);
        Assert.Equal([1], Noticed);
        Assert.Equal(1, await OrdersAsync());

        void Emit()
        {
            db.Emit(Event(1));
            db.Emit(Notice(1));
        }
    }

    [Fact]
    public async Task WhenEveryAttemptFails_NothingIsEmitted()
    {
        await StartAsync(services => services.AddDbContextFactory<ShopDb>(options =>
        {
            Use(options);
            options.AddInterceptors(_commits);
        }));
        await using var db = Context();
        db.Orders.Add(new Order { Number = "1" });
        db.Emit(Event(1));
        db.Emit(Notice(1));
        _commits.Fails = true;

        await Assert.ThrowsAsync<TimeoutException>(() => db.SaveChangesAsync(Token));
        await DeliveredAsync();

        Assert.Empty(Placed);
        Assert.Empty(Noticed);
        Assert.Equal(0, await OrdersAsync());
    }

    private Task StartAsync() => StartAsync(services => services.AddDbContextFactory<ShopDb>(options =>
    {
        Use(options, static dependencies => new RetryStrategy(dependencies));
        options.AddInterceptors(_commits);
    }));
}
