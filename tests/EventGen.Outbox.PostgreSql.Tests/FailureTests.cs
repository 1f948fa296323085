using Npgsql;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>A server that dies, an answer that is lost, rights that are missing, and what the errors say.</summary>
public sealed class FailureTests(SharedServer shared) : IAsyncLifetime
{
    private readonly List<IOutboxStore> _stores = [];
    private string _connectionString = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        PostgreSqlServer.Require();
        _connectionString = await shared.Server.CreateDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores) await store.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Password=s3cret;Nonsense=1")]
    [InlineData("Host=x;Port=s3cret")]
    public void AConnectionStringThatCannotBeRead_IsRefused_WithoutItsSecrets(string connectionString)
    {
        var failure = Assert.Throws<ArgumentException>(() => new PostgreSqlLocation(PostgreSqlLocation.Parse(connectionString)));
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void AConnectionStringThatIsMissing_IsToldWithWhereItComesFrom(string? connectionString) => Assert.StartsWith(
        "The outbox has no connection string. Give one like 'Host=localhost;Username=shop;Password=…;Database=shop'; where it comes from GetConnectionString(name), the configuration has no ConnectionStrings:name.",
        Assert.ThrowsAny<ArgumentException>(() => PostgreSqlLocation.Parse(connectionString!)).Message);

    [Fact]
    public async Task AWrongPassword_AMissingDatabase_AndAServerThatIsNotThere_EachSayWhatToDo()
    {
        await AssertAsync(b => b.Password = "wr0ng", "password", isTransient: false);
        await AssertAsync(b => b.Database = "nowhere", "does not exist", isTransient: false);
        await AssertAsync(b => b.Port = 1, "PostgreSQL at 127.0.0.1:1 does not answer: Connection refused.", isTransient: true);

        async Task AssertAsync(Action<NpgsqlConnectionStringBuilder> change, string expected, bool isTransient)
        {
            var builder = new NpgsqlConnectionStringBuilder(_connectionString);
            change(builder);
            var failure = await Assert.ThrowsAsync<OutboxStoreException>(() => Create(builder.ConnectionString).OpenAsync());
            Assert.Equal((isTransient, false), (failure.IsTransient, failure.MayBeCommitted));
            Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(shared.Server.Password, failure.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("wr0ng", failure.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("Password=", failure.ToString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task WithoutTheRightToCreateTables_TheErrorSaysSo_AndTheScriptsHelp()
    {
        string database = new NpgsqlConnectionStringBuilder(_connectionString).Database!;
        await shared.Server.ExecuteAsync("CREATE ROLE poor LOGIN PASSWORD 'poor'", database);
        string poor = new NpgsqlConnectionStringBuilder(_connectionString) { Username = "poor", Password = "poor" }.ConnectionString;
        var failure = await Assert.ThrowsAsync<OutboxStoreException>(() => Create(poor).OpenAsync());
        Assert.False(failure.IsTransient);
        Assert.Contains("GetSchemaScripts", failure.Message, StringComparison.Ordinal);

        foreach (var script in Create(poor).Store.GetSchemaScripts("eventgen_")) await shared.Server.ExecuteAsync(script.Sql, database);
        await shared.Server.ExecuteAsync("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO poor; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO poor", database);
        var store = await Create(poor).OpenAsync(createTables: false);
        await store.InsertAsync("k", OutboxLeaseRequest.None);
        await store.RemoveAsync([.. await store.ClaimAllAsync()]);
        Assert.True(await store.Store.RenewAsync(Cancellation));
        await store.Store.MaintainAsync(Cancellation);
    }

    [Fact]
    public async Task TablesInASchemaOfTheirOwn_AreFound_AlsoByTransactionsThatLookElsewhere()
    {
        string database = new NpgsqlConnectionStringBuilder(_connectionString).Database!;
        await shared.Server.ExecuteAsync("CREATE SCHEMA \"Odd's\"", database);
        var store = await Create(new NpgsqlConnectionStringBuilder(_connectionString) { SearchPath = "\"Odd's\"" }.ConnectionString).OpenAsync();
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(Cancellation);
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await store.Store.InsertAsync([await store.RowAsync("k")], transaction, Cancellation);
            await transaction.CommitAsync(Cancellation);
        }

        Assert.Single(await store.ClaimAllAsync());
    }

    [Fact]
    public async Task AnAnswerThatIsLost_LeavesOpenWhatHappened_AndARepetitionFindsIt()
    {
        await using var proxy = new CuttingProxy(shared.Server.Port);
        var store = await Create(new NpgsqlConnectionStringBuilder(_connectionString) { Port = proxy.Port }.ConnectionString).OpenAsync();
        var row = await store.RowAsync("k");

        // The connection is open, so that the answer to the commit is the one that is lost.
        Assert.Empty((await store.ClaimAsync()).Rows);
        proxy.CutNextAnswer();
        OutboxStoreException? failure = null;
        OutboxInsertResult? result = null;
        while (result is null)
        {
            try
            {
                result = Assert.Single((await store.CommitAsync(failure is null ? row : row with { Mode = OutboxInsertMode.Repeat })).Inserts);
            }
            catch (OutboxStoreException lost)
            {
                Assert.True(lost.IsTransient);
                failure = lost;
            }
        }

        Assert.True(failure is { MayBeCommitted: true });
        var listed = Assert.Single(await store.ListAsync());
        Assert.Equal((row.Id, result.Value.Position, store.Session.Epoch), (listed.Id, listed.Position, listed.Owner));
        Assert.Equal(1, (await store.StatusAsync()).Pending);
    }

    [Fact]
    public async Task AServerThatIsKilled_LosesNothing_AndTheStoreComesBack()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        var store = await Create(server.ConnectionString()).OpenAsync();
        var (kept, _) = await store.InsertAsync("k", OutboxLeaseRequest.None);
        await server.KillAsync();
        var failure = await Assert.ThrowsAsync<OutboxStoreException>(() => store.InsertAsync());
        Assert.True(failure.IsTransient);

        int wakes = store.Wakes;
        await server.StartAsync();
        await Eventually.TrueAsync(() => store.Wakes > wakes, TimeSpan.FromSeconds(60), "it listens again");
        OutboxClaim? claim = null;
        while (claim is null)
        {
            try
            {
                claim = await store.ClaimAsync();
            }
            catch (OutboxStoreException stillBroken)
            {
                Assert.True(stillBroken.IsTransient);
            }
        }

        Assert.Equal(kept.Id, Assert.Single(claim.Rows).Id);
        await store.RemoveAsync([.. claim.Rows]);

        // Another connection wakes it, as before.
        wakes = store.Wakes;
        var other = await Create(server.ConnectionString()).OpenAsync();
        await other.InsertAsync(lease: OutboxLeaseRequest.None);
        await Eventually.TrueAsync(() => store.Wakes > wakes, TimeSpan.FromSeconds(60), "a wake-up");
        foreach (var opened in _stores.ToArray()) await opened.DisposeAsync();
        _stores.Clear();
    }

    [Fact]
    public async Task AHandlersTransaction_ThatIsIdleTooLong_IsEnded_AndItsSuccessorGoesOn()
    {
        var store = await Create(_connectionString).OpenAsync();
        var mark = new OutboxMark(Guid.CreateVersion7(), "mail");
        await using var frozen = await store.Store.BeginAsync(mark, TimeSpan.FromSeconds(30), Cancellation);
        await using (var command = frozen.Connection.CreateCommand())
        {
            command.Transaction = frozen.Transaction;
            command.CommandText = "SELECT current_setting('idle_in_transaction_session_timeout')";
            Assert.Equal("30s", await command.ExecuteScalarAsync(Cancellation));

            // From here on less, so that the test need not wait for so long.
            command.CommandText = "CREATE TABLE effects (id text); SET LOCAL idle_in_transaction_session_timeout = '200ms'";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        await using var successor = await store.Store.BeginAsync(mark, TimeSpan.FromSeconds(30), Cancellation);
        Assert.True(await successor.CommitAsync([], Cancellation));
        string pid = $"{((NpgsqlConnection)frozen.Connection).ProcessID}";
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        while (await shared.Server.ExecuteAsync($"SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}") != "0")
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "the transaction still has its locks");
        var ended = await Assert.ThrowsAsync<OutboxStoreException>(async () => await frozen.CommitAsync([], Cancellation));
        Assert.True(ended.IsTransient);
    }

    private OpenStore Create(string connectionString)
    {
        var store = new PostgreSqlOutboxStore(new PostgreSqlLocation(PostgreSqlLocation.Parse(connectionString)));
        _stores.Add(store);
        return new OpenStore(store);
    }
}
