using Npgsql;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>Many dead letters at once, on a server that has few connections.</summary>
public sealed class DeadLetterBurstTests : IAsyncLifetime
{
    private const int Connections = 14;

    // Two that are kept, one to look and one to renew the lease, and four to write dead letters.
    private const int OfTheOutbox = 8;

    private PostgreSqlServer? _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        PostgreSqlServer.Require();
        _server = await PostgreSqlServer.StartAsync("fsync=off", $"max_connections={Connections}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task AreKept_OverAFewConnections()
    {
        var inlet = new Inlet();
        await using var bus = await StartAsync(inlet);
        await using var looking = new NpgsqlConnection(_server!.ConnectionString() + ";Pooling=false");
        await looking.OpenAsync(Cancellation);
        await using var look = looking.CreateCommand();
        look.CommandText = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'eventgen outbox'";

        var burst = RejectAsync(inlet, 3_000);
        long most = 0;
        while (!burst.IsCompleted) most = Math.Max(most, (long)(await look.ExecuteScalarAsync(Cancellation))!);

        Assert.All(await burst, static result => Assert.Equal(ReceiveStatus.Rejected, result.Status));
        Assert.InRange(most, 1, OfTheOutbox);
        Assert.Equal((3_000L, 0L), ((await bus.DeadLetters.SummariseAsync(cancellationToken: Cancellation)).Total, bus.DeadLetters.Lost));
    }

    [Fact]
    public async Task AreKept_WhereTheServerHasNoConnectionForAMoment()
    {
        var inlet = new Inlet();
        await using var bus = await StartAsync(inlet);
        var others = await TakeAllConnectionsAsync();
        var burst = RejectAsync(inlet, 50);
        await Eventually.TrueAsync(() => bus.GetHealth().Rejected == 50);
        await Task.Delay(TimeSpan.FromSeconds(2), Cancellation);
        foreach (var other in others) await other.DisposeAsync();

        Assert.All(await burst, static result => Assert.Equal(ReceiveStatus.Rejected, result.Status));
        Assert.Equal((50L, 0L), ((await bus.DeadLetters.SummariseAsync(cancellationToken: Cancellation)).Total, bus.DeadLetters.Lost));
    }

    [Fact]
    public async Task AreKept_WhereTheServerStartsAgain()
    {
        var inlet = new Inlet();
        await using var bus = await StartAsync(inlet);
        await _server!.KillAsync();
        var burst = RejectAsync(inlet, 50);
        await Eventually.TrueAsync(() => bus.GetHealth().Rejected == 50);
        await _server.StartAsync();

        Assert.All(await burst, static result => Assert.Equal(ReceiveStatus.Rejected, result.Status));
        Assert.Equal((50L, 0L), ((await bus.DeadLetters.SummariseAsync(cancellationToken: Cancellation)).Total, bus.DeadLetters.Lost));
    }

    private static Task<ReceiveResult[]> RejectAsync(Inlet inlet, int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => inlet.ReceiveAsync([.. "garbage "u8, (byte)number], Guid.CreateVersion7()), Cancellation)));

    private async Task<List<NpgsqlConnection>> TakeAllConnectionsAsync()
    {
        List<NpgsqlConnection> taken = [];
        while (true)
        {
            var connection = new NpgsqlConnection(_server!.ConnectionString() + ";Pooling=false");
            try
            {
                await connection.OpenAsync(Cancellation);
                taken.Add(connection);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                return taken;
            }
        }
    }

    private async Task<EventBus> StartAsync(Inlet inlet)
    {
        var bus = EventBus.Create(b => b
            .AddModule(EventGenOutboxConformanceEventModule.Instance).UseServices(NoServices.Instance).AddPublisher(inlet)
            .Configure(static options => options.RejectedMessageCapacity = 10_000)
            .AddPostgreSqlOutbox(_server!.ConnectionString(), static options => options.Application = "shop"));
        await bus.StartAsync(Cancellation);
        return bus;
    }
}
