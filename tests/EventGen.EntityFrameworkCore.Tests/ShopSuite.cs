using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>A shop over a real database: a container, a started bus and contexts.</summary>
public abstract class ShopSuite(TestDatabase database) : IAsyncLifetime
{
    private ServiceProvider? _services;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected string Run { get; } = Guid.NewGuid().ToString();

    protected IEnumerable<int> Placed => Seen.Placed(Run).Order();

    protected IEnumerable<int> Noticed => Seen.Noticed(Run).Order();

    protected ServiceProvider Services => _services!;

    protected EventBus Bus => Services.GetRequiredService<EventBus>();

    public async ValueTask InitializeAsync()
    {
        await database.CreateAsync();
        await StartAsync(services => services.AddDbContextFactory<ShopDb>(options => Use(options)));
        await using var db = Context();
        await Microsoft.EntityFrameworkCore.Infrastructure.AccessorExtensions.GetService<IRelationalDatabaseCreator>(db).CreateTablesAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null) await _services.DisposeAsync();
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the application anew.</summary>
    /// <param name="configure">Registers the contexts.</param>
    /// <param name="build">Says more of the bus.</param>
    protected Task StartAsync(Action<IServiceCollection> configure, Action<IEventBusBuilder>? build = null) => StartAsync<ShopDb>(configure, build);

    /// <inheritdoc cref="StartAsync(Action{IServiceCollection}, Action{IEventBusBuilder})"/>
    protected async Task StartAsync<TContext>(Action<IServiceCollection> configure, Action<IEventBusBuilder>? build) where TContext : DbContext
    {
        if (_services is not null) await _services.DisposeAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        configure(services);
        var builder = services.AddEventGen().AddModule(EventGenEntityFrameworkCoreTestsEventModule.Instance).AddEntityFramework<TContext>();
        build?.Invoke(builder);
        database.AddOutbox(builder);
        _services = services.BuildServiceProvider(validateScopes: true);
        await Bus.StartAsync(Token);
    }

    protected void Use(DbContextOptionsBuilder options, Func<ExecutionStrategyDependencies, IExecutionStrategy>? strategy = null) => database.Use(options, strategy);

    protected ShopDb Context() => Services.GetRequiredService<IDbContextFactory<ShopDb>>().CreateDbContext();

    protected OrderPlaced Event(int number) => new(Run, number);

    protected OrderNoticed Notice(int number) => new(Run, number);

    protected static Task<int> SaveAsync(DbContext db, bool isSynchronous) => isSynchronous ? Task.FromResult(db.SaveChanges()) : db.SaveChangesAsync(Token);

    /// <summary>Waits until everything that was emitted has been handled.</summary>
    protected async Task DeliveredAsync()
    {
        while (await Bus.Outbox.GetStatusAsync(Token) is not { Pending: 0 } || !Bus.GetActivity().IsIdle) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
    }

    protected async Task<int> OrdersAsync()
    {
        await using var db = Context();
        return await db.Orders.CountAsync(Token);
    }
}
