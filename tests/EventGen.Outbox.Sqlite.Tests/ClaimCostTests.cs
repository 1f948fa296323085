using SQLitePCL;

namespace EventGen.Outbox.Sqlite.Tests;

/// <summary>What a claim and a commit cost, counted in steps of the engine, and the plans they run by.</summary>
public sealed class ClaimCostTests : IDisposable
{
    private const int Few = 1_000;

    private static readonly int s_many = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1" ? 1_000_000 : 100_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("outbox-").FullName;
    private readonly TableNames _names = new("eventgen_");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("0, NULL")]
    [InlineData("-1, 'k' || i")]
    [InlineData("CASE WHEN i <= 500 THEN -1 ELSE -2 END, CASE WHEN i <= 500 THEN 'k' || i ELSE 'held' END")]
    [InlineData("-3, 'k' || i")]
    [InlineData("CASE WHEN i <= 500 THEN 0 ELSE -3 END, NULL", true)]
    public void AClaim_CostsTheSame_WhateverWaits(string stateAndKey, bool isLater = false)
    {
        long few = CostOfClaims(Few, stateAndKey, isLater), many = CostOfClaims(s_many, stateAndKey, isLater);
        Assert.True(many <= few * 1.5, $"{few} steps with {Few} rows, {many} with {s_many}");
    }

    [Fact]
    public void NoStatement_ReadsTheWholeOutbox()
    {
        using var database = Filled("plans.db", Few, "CASE i % 4 WHEN 0 THEN 0 WHEN 1 THEN -1 WHEN 2 THEN -2 ELSE -3 END, CASE i % 4 WHEN 0 THEN NULL ELSE 'k' || (i % 50) END", false);
        var session = Session(database);
        RouteTable.Sync(database, session, [new OutboxRouteKey("e", 1, ["a"])]);
        var claim = new Claimer(database, session, new OutboxClaimRequest([1], 50)).Claim();
        Assert.NotEmpty(claim.Rows);
        new BatchWriter(database, session).Write(new OutboxBatch
        {
            Inserts = [NewRow(OutboxInsertMode.New, "k1"), NewRow(OutboxInsertMode.Repeat, null), NewRow(OutboxInsertMode.Received, "new")],
            Settlements =
            [
                Settlement(claim.Rows[0], OutboxSettlementKind.Remove), Settlement(claim.Rows[1], OutboxSettlementKind.Keep), Settlement(claim.Rows[2], OutboxSettlementKind.Release),
            ],
            Started = [claim.Rows[3].Position],
            ReleasedKeys = ["k1", "k2"],
        });
        OutboxQueries.Status(database, session);
        OutboxQueries.MakeDue(database, session, Guid.NewGuid());
        OutboxQueries.Cancel(database, session, Guid.NewGuid());
        InboxTable.Purge(database, session, long.MaxValue, -1);
        RouteTable.Forget(database, session);
        InstanceTable.End(database, session, session.Epoch, TimeSpan.Zero);

        var scans = new List<string>();
        foreach (string sql in database.Prepared.ToArray())
        {
            using var plan = new SqliteStatement(database.Handle, $"EXPLAIN QUERY PLAN {sql}");
            while (plan.Step())
            {
                if (plan.Text(3)!.StartsWith($"SCAN {_names.Plain("outbox")}", StringComparison.Ordinal)) scans.Add($"{plan.Text(3)}: {sql}");
            }
        }

        Assert.True(scans.Count == 0, string.Join('\n', scans));
    }

    private static OutboxNewRow NewRow(OutboxInsertMode mode, string? key) => new()
    {
        Id = Guid.CreateVersion7(), Route = 1, Payload = default, Timestamp = DateTimeOffset.UtcNow, OrderKey = key, Mode = mode, Lease = OutboxLeaseRequest.InOrder,
    };

    private static OutboxSettlement Settlement(OutboxRow row, OutboxSettlementKind kind) => new()
    {
        Position = row.Position, Id = row.Id, Kind = kind, Route = row.Route, LeavesMark = true,
        DeadLetters = [new OutboxDeadLetter { Id = row.Id, Kind = DeadLetterKind.Handler, EventId = "e", Target = "a", EmissionId = row.Id, ExceptionType = "", LastFailure = default, Body = default }],
    };

    private static StoreSession Session(SqliteDatabase database) =>
        new(new TableNames("eventgen_"), 1, InstanceTable.Begin(database, new TableNames("eventgen_"), 1, "me", 0), TimeProvider.System) { Delivers = true };

    private long CostOfClaims(int rows, string stateAndKey, bool isLater)
    {
        using var database = Filled($"{rows}.db", rows, stateAndKey, isLater);
        var session = Session(database);
        database.Run($"INSERT INTO {_names.Keys} (application, order_key, epoch) VALUES (1, 'held', 999)");
        database.Run("BEGIN IMMEDIATE");
        int claimed = 0;
        for (int i = 0; i < 4; i++) claimed += new Claimer(database, session, new OutboxClaimRequest([1, 2, 3], 100)).Claim().Rows.Count;
        database.Run("COMMIT");
        Assert.Equal(400, claimed);
        return database.Statements.Sum(static statement => statement.TakeSteps());
    }

    private SqliteDatabase Filled(string file, int rows, string stateAndKey, bool isLater)
    {
        Batteries_V2.Init();
        var database = SqliteDatabase.Open($"Data Source={Path.Combine(_folder, file)};Pooling=False");
        database.Run("BEGIN");
        SqliteSchema.Ensure(database, _names, file, create: true);
        InstanceTable.Application(database, _names, "shop");
        string due = isLater ? "CASE WHEN i <= 500 THEN i ELSE 1e18 + i END" : "i";
        database.Run(
            $"""
            WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {rows})
            INSERT INTO {_names.Outbox} (position, application, id, state, order_key, route, due, entered, timestamp)
            SELECT {RowPosition.First(1)} + i, 1, randomblob(16), {stateAndKey}, 1, {due}, i, i FROM numbers
            """);
        database.Run($"UPDATE {_names.Applications} SET last_number = {rows}, pending = {rows}");
        database.Run("COMMIT");
        database.Run("ANALYZE");
        return database;
    }
}
