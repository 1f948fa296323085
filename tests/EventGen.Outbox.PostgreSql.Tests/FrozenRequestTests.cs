using Npgsql;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>A process stands still while it sends: the server waits for the rest, with locks, and none of its time limits counts.</summary>
public sealed class FrozenRequestTests(SharedServer shared, ITestOutputHelper output) : StoreSuite(new PostgreSqlBackend(shared))
{
    // A trial takes few connections of the server.
    private const int AtOnce = 8;

    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(30);
    private static readonly bool s_isHeavy = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1";
    private static readonly OutboxMark s_mark = new(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), "mail");
    private static readonly Guid s_deadLetter = new(11, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    [Fact]
    public Task InABatch() => WhereverItStandsStillAsync(static async frozen =>
    {
        var rows = await Task.WhenAll(((string?[])["a", "c", null]).Select(key => frozen.RowAsync(key)));
        var mine = (await frozen.ListAsync()).First(row => row.Owner == frozen.Session.Epoch);
        return () => frozen.Store.CommitAsync(
            new OutboxBatch { Inserts = rows, Settlements = [OpenStore.Remove(mine.Position, mine.Id)], Started = [mine.Position], ReleasedKeys = ["b"] }, Cancellation).AsTask();
    });

    [Fact]
    public Task InABatchOfOneStatement() => WhereverItStandsStillAsync(static async frozen =>
    {
        var row = await frozen.RowAsync();
        return () => frozen.CommitAsync(row);
    });

    [Fact]
    public Task InAClaim() => WhereverItStandsStillAsync(static frozen => Task.FromResult<Func<Task>>(() => frozen.ClaimAsync()));

    [Fact]
    public Task InAHandlersTransaction() => WhereverItStandsStillAsync(static frozen => Task.FromResult<Func<Task>>(async () =>
    {
        var transaction = await frozen.Store.BeginAsync(s_mark, s_lease, Cancellation);
        await using var command = transaction.Connection.CreateCommand();
        command.Transaction = transaction.Transaction;
        command.CommandText = "INSERT INTO effects (id) VALUES ($1)";
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "one effect" });
        await command.ExecuteNonQueryAsync(Cancellation);
        await transaction.CommitAsync([await frozen.RowAsync("a")], Cancellation);
        await transaction.DisposeAsync();
    }));

    [Fact]
    public Task WhereItNamesItsRoutes() => WhereverItStandsStillAsync(static frozen => Task.FromResult<Func<Task>>(() => frozen.RouteAsync("order.paid")));

    [Fact]
    public Task WhereItTakesADeadLetter() =>
        WhereverItStandsStillAsync(static frozen => Task.FromResult<Func<Task>>(() => frozen.Store.ClaimDeadLetterAsync(s_deadLetter, Cancellation).AsTask()));

    [Fact]
    public async Task WithMoreOfAnAnswerThanAConnectionHolds()
    {
        await ExecuteAsync("CREATE TABLE effects (id text NOT NULL UNIQUE)");
        await using var trial = await TrialAsync("shop");
        string large = new('x', 1_000_000);
        for (int i = 0; i < 20; i++) await trial.Other.CommitAsync(await trial.Other.RowAsync(lease: OutboxLeaseRequest.None, text: large));
        int route = await trial.Frozen.RouteAsync();
        trial.Proxy.FreezeAfter(10);

        var claim = trial.Frozen.ClaimAsync(100, route);
        await trial.Proxy.Frozen;

        await TakeOverAsync(trial);
        Assert.Equal(26, (await trial.Other.ClaimAllAsync()).Count);
        await trial.Proxy.DisposeAsync();
        await Assert.ThrowsAsync<OutboxStoreException>(() => claim);
    }

    [Fact]
    public async Task WhatTheServerComesToAfterTheTakeOver_IsEndedAtTheNextLook()
    {
        await using var trial = await TrialAsync("shop");
        await TakeOverAsync(trial);

        // As if a batch had been sent before, and the server had been busy.
        await using var late = await Backend.ConnectAsync();
        await using var command = late.CreateCommand();
        long epochLock = new StoreSession(new TableNames("eventgen_", "public"), 0, trial.Frozen.Session.Epoch).EpochLock;
        command.CommandText = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SELECT pg_advisory_lock_shared({epochLock})");
        await command.ExecuteNonQueryAsync(Cancellation);
        await trial.Other.Store.TakeOverAsync(Cancellation);

        command.CommandText = "SELECT pg_sleep(60)";
        Assert.Equal(PostgresErrorCodes.AdminShutdown, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancellation))).SqlState);
    }

    private async Task WhereverItStandsStillAsync(Func<OpenStore, Task<Func<Task>>> prepare)
    {
        await ExecuteAsync("CREATE TABLE effects (id text NOT NULL UNIQUE)");
        int messages;
        await using (var whole = await TrialAsync("whole"))
        {
            var operation = await prepare(whole.Frozen);
            whole.Proxy.FreezeAfterRequests(int.MaxValue);
            await operation();
            messages = whole.Proxy.Requests;
        }

        await ExecuteAsync("DELETE FROM effects");
        int step = s_isHeavy ? 1 : 1 + (messages / AtOnce);
        int[] tried = [.. Enumerable.Range(1, messages).Where(message => message % step == 0 || message == messages - 1)];
        int stoodStill = 0;
        await Parallel.ForEachAsync(tried, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancellation }, async (message, _) =>
        {
            if (await TryAsync(message, prepare)) Interlocked.Increment(ref stoodStill);
        });
        Assert.True(stoodStill > 0);
        output.WriteLine($"Stood still after {stoodStill} of {messages} messages.");
    }

    // False where the operation has ended before so many messages: the first trial took longer, and the store asked beside it whether its connection lives.
    private async Task<bool> TryAsync(int message, Func<OpenStore, Task<Func<Task>>> prepare)
    {
        await using var trial = await TrialAsync($"shop-{message}");
        var operation = await prepare(trial.Frozen);
        trial.Proxy.FreezeAfterRequests(message);
        var frozen = operation();
        await Task.WhenAny(frozen, trial.Proxy.Frozen);
        if (frozen.IsCompletedSuccessfully || !trial.Proxy.Frozen.IsCompleted)
        {
            await frozen;
            return false;
        }

        await TakeOverAsync(trial);

        // Nothing is left locked: each of these throws where it has to wait.
        var other = trial.Other;
        await other.ClaimAllAsync();
        foreach (string key in (string[])["a", "b", "c"]) await other.InsertAsync(key);
        await other.RouteAsync("order.paid");
        await other.Store.ClaimDeadLetterAsync(s_deadLetter, Cancellation);
        await using (var successor = await other.Store.BeginAsync(s_mark, s_lease, Cancellation))
        {
            if (!successor.IsMarked) Assert.True(await successor.CommitAsync([], Cancellation), $"message {message}");
        }

        await trial.Proxy.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => frozen);
        return true;
    }

    // Each call waits for no lock longer than the store waits for an answer, else it would throw.
    private async Task TakeOverAsync(Trial trial)
    {
        await EndLeaseAsync(trial.Frozen);
        while (await CountAsync($"eventgen_instances WHERE epoch = {trial.Frozen.Session.Epoch}") > 0) await trial.Other.Store.TakeOverAsync(Cancellation);
    }

    private async Task<Trial> TrialAsync(string application)
    {
        var proxy = new CuttingProxy(shared.Server.Port);
        string connectionString = new NpgsqlConnectionStringBuilder(((PostgreSqlBackend)Backend).ConnectionString) { Port = proxy.Port }.ConnectionString;
        var store = new PostgreSqlOutboxStore(new PostgreSqlLocation(PostgreSqlLocation.Parse(connectionString)));
        var frozen = await new OpenStore(store).OpenAsync(application, "frozen", lease: s_lease);
        await frozen.InsertAsync("b");
        await frozen.ReleaseKeysAsync("nobody's");
        var other = await OpenAsync(application, "other", lease: TimeSpan.FromMinutes(5));
        foreach (string? key in (string?[])["a", "a", "d", null, null]) await other.InsertAsync(key, OutboxLeaseRequest.None);
        await other.DeadLetterAsync(Guid.CreateVersion7(), id: s_deadLetter);
        return new Trial(proxy, store, frozen, other);
    }

    private sealed record Trial(CuttingProxy Proxy, PostgreSqlOutboxStore Store, OpenStore Frozen, OpenStore Other) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Proxy.DisposeAsync();
            await Store.DisposeAsync();
        }
    }
}
