using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>Real processes, ended by SIGKILL at any moment: each saved entity has fired its trigger, and what handlers saved with their context is there exactly once.</summary>
/// <param name="database">The database.</param>
/// <param name="kind">What the program calls its kind.</param>
/// <param name="output">Takes the seed and what was counted.</param>
public abstract class KillSuite(TestDatabase database, string kind, ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly bool s_isHeavy = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1";
    private static readonly int s_entries = s_isHeavy ? 5_000 : 300;
    private static readonly int s_kills = s_isHeavy ? 50 : 4;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(s_isHeavy ? 20 : 4);

    private readonly ConcurrentDictionary<int, long> _saved = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEnumerable<int> Missing => Enumerable.Range(0, s_entries).Where(number => !_saved.ContainsKey(number));

    public async ValueTask InitializeAsync() => await database.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task KilledAtAnyMoment_AndStartedAgain_EachEntityHasItsEffectsOnce()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using (var first = Start())
        {
            await StartedAsync(first);
            await first.StopAsync();
        }

        for (int kill = 0; kill < s_kills; kill++)
        {
            await using var process = Start();
            if (random.Next(8) == 0)
            {
                await Task.Delay(random.Next(1_000), Token);
            }
            else
            {
                await StartedAsync(process);
                process.Emit(Missing.Take(s_entries / s_kills * 2));
                int target = Math.Min(s_entries, _saved.Count + random.Next(1, s_entries / s_kills));
                await UntilAsync(() => Task.FromResult(_saved.Count >= target), process, $"{target} saved entries");
                await Task.Delay(random.Next(200), Token);
            }

            await process.KillAsync();
        }

        output.WriteLine($"After {s_kills} kills: {_saved.Count} known to be saved, {await CountAsync("entries")} saved, {await CountAsync("eventgen_outbox")} events wait.");
        await using var last = Start();
        await StartedAsync(last);
        last.Emit(Missing.ToArray());
        await UntilAsync(() => Task.FromResult(_saved.Count == s_entries), last, "all entries saved");
        await UntilAsync(async () => await CountAsync("eventgen_outbox") == 0, last, "an empty outbox");
        await last.StopAsync();

        Assert.Equal(0, await CountAsync("eventgen_dead_letters"));
        Assert.Equal(Enumerable.Range(0, s_entries), await NumbersAsync("SELECT id AS \"Value\" FROM entries"));
        Assert.Equal(Enumerable.Range(0, s_entries), await NumbersAsync("SELECT number AS \"Value\" FROM effects WHERE handler = 'check'"));
        Assert.Equal(Enumerable.Range(0, s_entries), await NumbersAsync("SELECT number AS \"Value\" FROM effects WHERE handler = 'ledger'"));
        Assert.Equal(0, await CountAsync("entries WHERE checked <> 2"));
    }

    private ProgramProcess Start() => ProgramProcess.Start("EntityProgram.dll", [kind, database.ConnectionString], _saved);

    private static async Task StartedAsync(ProgramProcess process)
    {
        try
        {
            await process.Started.WaitAsync(s_patience, Token);
        }
        catch (InvalidOperationException ended)
        {
            Assert.Fail($"{ended.Message}\n{await process.Errors}");
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, ProgramProcess process, string waitedFor)
    {
        long began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience)
            {
                await process.KillAsync();
                Assert.Fail($"Waited in vain for: {waitedFor}\n{await process.Errors}");
            }

            await Task.Delay(20, Token);
        }
    }

    private async Task<int> CountAsync(string table) => (await NumbersAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT CAST(count(*) AS integer) AS \"Value\" FROM {table}"))).Single();

    private async Task<List<int>> NumbersAsync(string sql)
    {
        var options = new DbContextOptionsBuilder<SmallDb>();
        database.Use(options, strategy: null);
        await using var db = new SmallDb(options.Options);
        return [.. (await db.Database.SqlQueryRaw<int>(sql).ToListAsync(Token)).Order()];
    }
}
