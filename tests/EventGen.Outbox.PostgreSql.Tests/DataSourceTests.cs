using System.Transactions;
using Npgsql;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>An outbox over the application's own data source.</summary>
public sealed class DataSourceTests(SharedServer shared) : StoreSuite(new PostgreSqlBackend(shared))
{
    private readonly string _run = Guid.NewGuid().ToString();

    private string ConnectionString => ((PostgreSqlBackend)Backend).ConnectionString;

    [Fact]
    public async Task TheBusUsesIt_AndLeavesItToTheApplication()
    {
        // Each connection is used again at once, so that what the outbox set on one would be seen.
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { MaxPoolSize = 4, NoResetOnClose = true });
        await using (var bus = await StartAsync(source))
        {
            await bus.Topic<Posted>().EmitAsync(new Posted(_run, 1), Cancellation);
            await using var connection = await source.OpenConnectionAsync(Cancellation);
            await using var transaction = await connection.BeginTransactionAsync(Cancellation);
            await bus.Topic<Posted>().EmitAsync(new Posted(_run, 2), transaction, Cancellation);
            await transaction.CommitAsync(Cancellation);
            await DeliveredAsync(bus);
        }

        Assert.Equal([1, 2], Mailroom.Of(_run).Handled.Order());
        NpgsqlConnection[] all = [];
        for (int i = 0; i < 4; i++) all = [.. all, await source.OpenConnectionAsync(Cancellation)];
        foreach (var connection in all)
        {
            await using var command = new NpgsqlCommand("SELECT current_setting('enable_seqscan') || (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())", connection);
            Assert.Equal("on0", await command.ExecuteScalarAsync(Cancellation));
            await connection.DisposeAsync();
        }
    }

    [Fact]
    public async Task ItsConnections_TakeNoPartInTheCallersAmbientTransaction()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Enlist = true });
        await using var bus = await StartAsync(source);
        var id = await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 1), TimeSpan.FromDays(1), Cancellation);
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            Assert.True(await bus.Outbox.CancelAsync(id, Cancellation));
            await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 2), TimeSpan.FromDays(1), Cancellation);
        }

        var entry = Assert.Single(await bus.Outbox.ListAsync(cancellationToken: Cancellation));
        Assert.NotEqual(id, entry.Id);
    }

    [Fact]
    public void OneThatSharesItsConnections_IsRefused_WithWhatToDo()
    {
        string multiplexed = new NpgsqlConnectionStringBuilder(ConnectionString) { Multiplexing = true }.ConnectionString;
        using var source = NpgsqlDataSource.Create(multiplexed);
        foreach (var use in (Action[])[() => EventBus.Create(b => b.AddPostgreSqlOutbox(source)), () => EventBus.Create(b => b.AddPostgreSqlOutbox(multiplexed))])
            Assert.Contains("leave 'Multiplexing' out", Assert.Throws<ArgumentException>(use).Message, StringComparison.Ordinal);
    }

    private static async Task<EventBus> StartAsync(NpgsqlDataSource source)
    {
        var bus = EventBus.Create(b => b.AddModule(EventGenOutboxConformanceEventModule.Instance).UseServices(NoServices.Instance)
            .AddPostgreSqlOutbox(source, static options => (options.Application, options.Instance) = ("shop", "a")));
        await bus.StartAsync(Cancellation);
        return bus;
    }
}
