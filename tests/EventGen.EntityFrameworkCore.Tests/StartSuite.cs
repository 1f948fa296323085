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
    public async Task SeveralContexts_TogetherHaveTheEntities()
    {
        await StartAsync(services => services.AddDbContext<SmallDb>(options => Use(options)).AddDbContext<ShopDb>(options => Use(options)), static builder => builder.AddEntityFramework<SmallDb>());

        Assert.Equal(EventBusState.Started, Bus.State);
    }

    private Task StartAsync<TContext>(Action<IServiceCollection> configure) where TContext : DbContext => StartAsync<TContext>(configure, build: null);
}
