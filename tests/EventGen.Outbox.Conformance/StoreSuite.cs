namespace EventGen.Outbox.Conformance;

/// <summary>What all suites share: a database of its own for each test.</summary>
/// <param name="backend">The database.</param>
public abstract class StoreSuite(StoreBackend backend) : IAsyncLifetime
{
    private readonly List<IOutboxStore> _stores = [];

    protected StoreBackend Backend => backend;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await backend.StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var store in _stores) await store.DisposeAsync();
        await backend.DisposeAsync();
    }

    /// <summary>A store, disposed with the test.</summary>
    protected OpenStore Create()
    {
        var store = backend.Create();
        lock (_stores) _stores.Add(store);
        return new OpenStore(store);
    }

    /// <summary>An open store, disposed with the test.</summary>
    protected Task<OpenStore> OpenAsync(string application = "shop", string? instance = null, TimeSpan? lease = null, TimeSpan? retention = null) =>
        Create().OpenAsync(application, instance, lease: lease, retention: retention);

    /// <summary>Ends a store as the death of its process does.</summary>
    protected async Task KillAsync(OpenStore store)
    {
        await backend.KillAsync(store.Store);
        lock (_stores) _stores.Remove(store.Store);
    }

    /// <summary>Lets the lease of a store end at once.</summary>
    protected Task EndLeaseAsync(OpenStore store) => ExecuteAsync($"UPDATE eventgen_instances SET lease_until = {backend.LongAgo} WHERE epoch = {store.Session.Epoch}");

    protected async Task ExecuteAsync(string sql)
    {
        await using var connection = await backend.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    protected async Task<long> CountAsync(string table)
    {
        await using var connection = await backend.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return Convert.ToInt64(await command.ExecuteScalarAsync(Cancellation), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until nothing waits in the outbox.</summary>
    protected static async Task DeliveredAsync(EventBus bus)
    {
        while (await bus.Outbox.GetStatusAsync(Cancellation) is not { Pending: 0, Scheduled: 0 }) await Task.Delay(10, Cancellation);
    }

    /// <summary>A bus over the database, started.</summary>
    private protected async Task<EventBus> StartAsync(Inlet? inlet = null, Action<EventBusOptions>? configure = null, string instance = "a", Action<OutboxOptions>? outbox = null, BusObserver? observer = null)
    {
        var bus = EventBus.Create(b =>
        {
            b.AddModule(EventGenOutboxConformanceEventModule.Instance).UseServices(NoServices.Instance);
            if (inlet is not null) b.AddPublisher(inlet);
            b.Configure(options => configure?.Invoke(options));
            if (observer is not null) b.UseObserver(observer);
            backend.AddOutbox(b, options =>
            {
                (options.Application, options.Instance) = ("shop", instance);
                outbox?.Invoke(options);
            });
        });
        try
        {
            await bus.StartAsync(Cancellation);
            return bus;
        }
        catch
        {
            await bus.DisposeAsync();
            throw;
        }
    }
}
