using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EventGen.Outbox.Conformance;

/// <summary>What the trials with real processes share.</summary>
/// <param name="backend">The database.</param>
/// <param name="kind">What the program calls its kind.</param>
/// <param name="connectionString">How the program connects to it.</param>
public abstract class ProcessSuite(StoreBackend backend, string kind, Func<string> connectionString) : StoreSuite(backend)
{
    protected static readonly bool IsHeavy = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(IsHeavy ? 20 : 4);

    /// <summary>The numbers that any process has said to be accepted, and when.</summary>
    protected ConcurrentDictionary<int, long> Accepted { get; } = new();

    protected ProgramProcess Start(ProgramSettings settings) => ProgramProcess.Start(settings.IsNext ? "OutboxProgramNext.dll" : "OutboxProgram.dll", settings.Arguments(kind, connectionString()), Accepted);

    protected async Task<ProgramProcess> StartAsync(ProgramSettings settings)
    {
        var process = Start(settings);
        await StartedAsync(process);
        return process;
    }

    protected static async Task StartedAsync(ProgramProcess process)
    {
        try
        {
            await process.Started.WaitAsync(s_patience, Cancellation);
        }
        catch (InvalidOperationException ended)
        {
            Assert.Fail($"{ended.Message}\n{await process.Errors}");
        }
    }

    /// <summary>Those of the first numbers that were not accepted.</summary>
    protected IEnumerable<int> Missing(int count) => Enumerable.Range(0, count).Where(number => !Accepted.ContainsKey(number));

    protected static Task UntilAsync(Func<bool> condition, ProgramProcess process, string waitedFor) => UntilAsync(() => Task.FromResult(condition()), process, waitedFor);

    protected static async Task UntilAsync(Func<Task<bool>> condition, ProgramProcess process, string waitedFor)
    {
        long began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience)
            {
                await process.KillAsync();
                Assert.Fail($"Waited in vain for: {waitedFor}\n{await process.Errors}");
            }

            await Task.Delay(5, Cancellation);
        }
    }

    /// <summary>Has emitted what was not accepted, under the same ids, and waits until nothing is left in the outbox.</summary>
    protected async Task DeliverAllAsync(ProgramProcess process, int count, string trial = "")
    {
        process.Emit(Missing(count).ToArray());
        await UntilAsync(() => Accepted.Count == count, process, $"all accepted {trial}");
        await UntilAsync(async () => await CountAsync("eventgen_outbox") == 0 && await CountAsync("eventgen_keys") == 0, process, $"an empty outbox {trial}");
    }

    /// <summary>Each number has its effect exactly once, and nothing was given up.</summary>
    protected async Task AssertExactAsync(int count, string trial = "")
    {
        Assert.Equal((count, count), (await CountAsync("effects"), await CountAsync("(SELECT DISTINCT id FROM effects) AS ids")));
        string deadLetters = await DeadLettersAsync();
        Assert.True(deadLetters.Length == 0, $"Dead letters {trial}:\n{deadLetters}");
    }

    /// <summary>The dead letters, a line each: the target and the rest as JSON.</summary>
    protected async Task<string> DeadLettersAsync()
    {
        await using var connection = await Backend.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT target, body FROM eventgen_dead_letters ORDER BY target";
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var lines = new StringBuilder();
        while (await reader.ReadAsync(Cancellation)) lines.AppendLine(CultureInfo.InvariantCulture, $"{reader.GetString(0)}: {Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(1))}");
        return lines.ToString();
    }

    /// <summary>The numbers whose effect is there.</summary>
    protected Task<List<int>> EffectsAsync() => NumbersAsync("SELECT CAST(id AS integer) FROM effects");

    /// <summary>The numbers that a handler was given, in the order in which it had them.</summary>
    protected Task<List<int>> DeliveriesAsync(string handler) => NumbersAsync($"SELECT number FROM deliveries WHERE handler = '{handler}' ORDER BY seq");

    private async Task<List<int>> NumbersAsync(string sql)
    {
        await using var connection = await Backend.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var numbers = new List<int>();
        while (await reader.ReadAsync(Cancellation)) numbers.Add(reader.GetInt32(0));
        return numbers;
    }
}
