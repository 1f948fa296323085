using Npgsql;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>The database dies under load, and comes back; the program goes on.</summary>
public sealed class ServerCrashTests : ProcessSuite, IClassFixture<CrashedServer>
{
    private static readonly int s_events = IsHeavy ? 10_000 : 1_000;
    private static readonly int s_crashes = IsHeavy ? 10 : 2;

    private readonly CrashedServer _server;

    public ServerCrashTests(CrashedServer server)
        : this(server, new PostgreSqlBackend(() => server.Server))
    {
    }

    private ServerCrashTests(CrashedServer server, PostgreSqlBackend backend)
        : base(backend, "postgresql", () => backend.ConnectionString) => _server = server;

    [Fact]
    public async Task AServerThatIsKilledUnderLoad_AndStartedAgain_LosesNothing()
    {
        await ExecuteAsync(Backend.CreateEffects);
        await using var process = await StartAsync(new ProgramSettings { Instance = "one" });
        for (int crash = 0; crash < s_crashes; crash++)
        {
            int target = s_events * (crash + 1) / (s_crashes + 1);
            process.Emit(Missing(s_events).Take(target + 200 - Accepted.Count).ToArray());
            await UntilAsync(() => Accepted.Count >= target, process, $"{target} accepted events");
            await _server.Server.CrashAsync();
            await _server.Server.StartAsync();
            NpgsqlConnection.ClearAllPools();   // the test's own connections are broken as well
        }

        // What was refused meanwhile, the program has emitted again under its id.
        await DeliverAllAsync(process, s_events);
        await AssertExactAsync(s_events);
        await process.StopAsync();
    }
}
