using System.Reflection;
using EventGen.Outbox.Sqlite.Tests.Shop;
using Microsoft.Data.Sqlite;

namespace EventGen.Outbox.Sqlite.Tests;

/// <summary>A bus over a real file: from the emit to the handler.</summary>
public sealed class BusTests : IAsyncDisposable
{
    private readonly SqliteBackend _backend = new();
    private readonly string _run = Guid.NewGuid().ToString();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EmittedInATransaction_IsDeliveredAfterItsCommit_AndNeverAfterARollBack()
    {
        await using var bus = await StartAsync();
        await using var connection = await _backend.ConnectAsync();
        await using (var rolledBack = await connection.BeginTransactionAsync(Token))
        {
            await bus.Topic<Sold>().EmitAsync(new Sold(_run, 1), rolledBack, Token);
            await rolledBack.RollbackAsync(Token);
        }

        await using (var committed = await connection.BeginTransactionAsync(Token))
        {
            await bus.Topic<Sold>().EmitAsync(new Sold(_run, 2), committed, Token);
            Assert.Empty(Sales.Of(_run));
            await committed.CommitAsync(Token);
        }

        await DeliveredAsync(bus);
        Assert.Equal([2], Sales.Of(_run));
    }

    [Fact]
    public async Task AScheduledEvent_IsDeliveredAfterARestart()
    {
        Guid id;
        await using (var bus = await StartAsync()) id = await bus.Topic<Sold>().ScheduleAsync(new Sold(_run, 1), TimeSpan.FromDays(1), Token);
        Assert.Empty(Sales.Of(_run));

        await using var restarted = await StartAsync();
        Assert.Equal(1, (await restarted.Outbox.GetStatusAsync(Token)).Scheduled);
        Assert.True(await restarted.Outbox.RetryAsync(id, Token));
        await DeliveredAsync(restarted);
        Assert.Equal([1], Sales.Of(_run));
    }

    [Fact]
    public async Task WithoutAName_TheApplicationIsTheProgram()
    {
        await using var bus = EventBus.Create(b => b.AddModule(EventGenOutboxSqliteTestsEventModule.Instance).UseServices(NoServices.Instance).AddSqliteOutbox(_backend.ConnectionString));
        await bus.StartAsync(Token);

        await bus.Topic<Sold>().EmitAsync(new Sold(_run, 1), Token);
        await DeliveredAsync(bus);

        Assert.Equal([1], Sales.Of(_run));
        await using var connection = await _backend.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM eventgen_applications";
        Assert.Equal(Assembly.GetEntryAssembly()!.GetName().Name, await command.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task AFileThatIsRenamedWhileTheBusRuns_RefusesEvents_UntilItIsBack()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps a file that is open from being renamed");
        await using var bus = await StartAsync();
        File.Move(_backend.File, _backend.File + ".moved");

        var refusal = await Assert.ThrowsAsync<OutboxUnavailableException>(async () => await bus.Topic<Sold>().EmitAsync(new Sold(_run, 1), Token));

        Assert.Contains("was deleted or renamed", refusal.InnerException?.Message, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => bus.GetHealth() is { Status: EventBusStatus.Degraded } health && health.Problems.Any(static problem => problem.Contains("Put it back", StringComparison.Ordinal)));

        // Whoever looks meanwhile makes no empty file in its place.
        SqliteConnection.ClearAllPools();
        await Record.ExceptionAsync(async () => await bus.Outbox.GetStatusAsync(Token));
        Assert.False(File.Exists(_backend.File));

        File.Move(_backend.File + ".moved", _backend.File);
        await Eventually.TrueAsync(() => bus.GetHealth().Status == EventBusStatus.Healthy);
        await bus.Topic<Sold>().EmitAsync(new Sold(_run, 2), Token);
        await DeliveredAsync(bus);
        Assert.Equal([2], Sales.Of(_run));
    }

    [Fact]
    public async Task AHandlerThatEndsItsTransactionItself_LeavesNoConnectionOpen()
    {
        await using var bus = await StartAsync();

        await bus.Topic<Returned>().EmitAsync(new Returned(_run), Token);

        await DeliveredAsync(bus);
        Assert.Equal(1, bus.DeadLetters.Count);
        Assert.Equal(System.Data.ConnectionState.Closed, ReturnedHandler.Connections[_run].State);
    }

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    private static Task DeliveredAsync(EventBus bus) =>
        Eventually.TrueAsync(async () => await bus.Outbox.GetStatusAsync(Token) is { Pending: 0, Scheduled: 0 }, waitedFor: "the outbox to be empty");

    private async Task<EventBus> StartAsync()
    {
        var bus = EventBus.Create(b => b.AddModule(EventGenOutboxSqliteTestsEventModule.Instance).UseServices(NoServices.Instance).AddSqliteOutbox(_backend.ConnectionString, static options => (options.Application, options.Instance) = ("shop", "a")));
        await bus.StartAsync(Token);
        return bus;
    }
}
