namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>What a bus refuses to start with.</summary>
public abstract class StartSuite(TestDatabase database, TestDatabase other) : ShopSuite(database)
{
    [Fact]
    public async Task AnEntityThatNoWatchedContextHas_IsNamed_WithItsEvent()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync<SmallDb>(services => services.AddDbContext<SmallDb>(options => Use(options))));

        Assert.Contains("'invoice.changed'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Invoice", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AddEntityFramework", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AContextThatIsNotRegistered_IsNamed()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync<ShopDb>(static _ => { }));

        Assert.Contains("AddDbContext<ShopDb>", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AContextInAnotherDatabaseThanTheOutbox_IsRefused()
    {
        await other.CreateAsync();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync<ShopDb>(services => services.AddDbContextFactory<ShopDb>(options => other.Use(options, strategy: null))));

        Assert.Contains("two databases", exception.Message, StringComparison.Ordinal);
        await other.DisposeAsync();
    }

    [Fact]
    public async Task WithoutAContainer_AContextInAnotherDatabase_IsRefusedByItsFirstDurableEvent_AndInAHandler()
    {
        await other.CreateAsync();
        var plain = new DbContextOptionsBuilder<ShopDb>();
        other.Use(plain, strategy: null);
        await using var unwatched = new ShopDb(plain.Options);
        await unwatched.Database.EnsureCreatedAsync(Token);
        var watched = new DbContextOptionsBuilder<ShopDb>();
        other.Use(watched, strategy: null);
        watched.UseEventGen(Bus);
        await using (var db = new ShopDb(watched.Options))
        {
            db.Orders.Add(new Order { Number = "1" });
            await db.SaveChangesAsync(Token);
            db.Orders.Add(new Order { Number = "2" });
            db.Emit(Event(1));

            var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Token));

            Assert.Contains("two databases", exception.Message, StringComparison.Ordinal);
            Assert.Contains("UseEventGen", exception.Message, StringComparison.Ordinal);
        }

        string? inHandler = null;
        Shipping.Works(Run, async (_, _, _) =>
        {
            await using var db = new ShopDb(watched.Options);
            inHandler = (await Assert.ThrowsAsync<InvalidOperationException>(() => db.Orders.CountAsync(Token))).Message;
        });
        await Bus.Topic<OrderShipped>().EmitAsync(new OrderShipped(Run, ""), Token);
        await DeliveredAsync();

        Assert.Contains("two databases", inHandler, StringComparison.Ordinal);
        Assert.Equal(["1"], await unwatched.Orders.Select(static order => order.Number).ToListAsync(Token));
        Assert.Empty(Placed);
        await unwatched.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task SeveralContexts_TogetherHaveTheEntities()
    {
        await StartAsync(services => services.AddDbContext<SmallDb>(options => Use(options)).AddDbContext<ShopDb>(options => Use(options)), static builder => builder.AddEntityFramework<SmallDb>());

        Assert.Equal(EventBusState.Started, Bus.State);
    }

    private Task StartAsync<TContext>(Action<IServiceCollection> configure) where TContext : DbContext => StartAsync<TContext>(configure, build: null);
}
