using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EventGen.Outbox.Conformance;

/// <summary>Real processes, ended by SIGKILL at any moment: nothing is lost, and what a handler writes in its transaction is there exactly once.</summary>
public abstract class KillSuite(StoreBackend backend, string kind, Func<string> connectionString) : StoreSuite(backend)
{
    private static readonly bool s_isHeavy = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1";
    private static readonly int s_events = s_isHeavy ? 10_000 : 2_000;
    private static readonly int s_kills = s_isHeavy ? 50 : 8;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(s_isHeavy ? 20 : 4);

    private readonly ConcurrentDictionary<int, byte> _accepted = new();

    [Fact]
    public async Task KilledAtAnyMoment_AndStartedAgain_NothingIsLostOrDoneTwice()
    {
        await ExecuteAsync(Backend.CreateEffects);
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int kill = 0; kill < s_kills; kill++)
        {
            await using var process = ProgramProcess.Start(kind, connectionString(), _accepted, "one");
            if (random.Next(8) == 0)
            {
                await Task.Delay(random.Next(1_000), Cancellation);
            }
            else
            {
                await StartedAsync(process);
                process.Emit(Missing().Take(s_events / s_kills * 2));
                int target = Math.Min(s_events, _accepted.Count + random.Next(1, s_events / s_kills));
                await UntilAsync(() => _accepted.Count >= target, process, $"{target} accepted events, seed {seed}");
                await Task.Delay(random.Next(500), Cancellation);
            }

            await process.KillAsync();
        }

        await using var last = ProgramProcess.Start(kind, connectionString(), _accepted, "one");
        await StartedAsync(last);
        await FinishAsync(last, seed);
    }

    [Fact]
    public async Task WhatADeadProcessHad_IsDoneByAnother()
    {
        await ExecuteAsync(Backend.CreateEffects);
        await using var dead = ProgramProcess.Start(kind, connectionString(), _accepted, "one", leaseSeconds: 2);
        await StartedAsync(dead);
        await using var other = ProgramProcess.Start(kind, connectionString(), _accepted, "two", leaseSeconds: 2);
        await StartedAsync(other);
        dead.Emit(Enumerable.Range(0, s_events));
        await UntilAsync(() => _accepted.Count >= s_events / 2, dead, "accepted events");
        await dead.KillAsync();
        await FinishAsync(other, 0);
    }

    private static async Task StartedAsync(ProgramProcess process)
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

    private IEnumerable<int> Missing() => Enumerable.Range(0, s_events).Where(number => !_accepted.ContainsKey(number));

    // Whatever was not accepted is emitted again, under the same id.
    private async Task FinishAsync(ProgramProcess process, int seed)
    {
        process.Emit(Missing().ToArray());
        await UntilAsync(() => _accepted.Count == s_events, process, $"all accepted, seed {seed}");
        long began = Stopwatch.GetTimestamp();
        while (await CountAsync("eventgen_outbox") > 0 || await CountAsync("eventgen_keys") > 0)
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience)
            {
                await process.KillAsync();
                Assert.Fail($"{await CountAsync("eventgen_outbox")} rows wait for ever, seed {seed}\n{await process.Errors}");
            }

            await Task.Delay(50, Cancellation);
        }

        Assert.Equal((s_events, s_events), (await CountAsync("effects"), await CountAsync("(SELECT DISTINCT id FROM effects) AS ids")));
        string deadLetters = await ListAsync("SELECT target, body FROM eventgen_dead_letters");
        Assert.True(deadLetters.Length == 0, $"Dead letters, seed {seed}:\n{deadLetters}");
        await process.StopAsync();
    }

    private async Task<string> ListAsync(string sql)
    {
        await using var connection = await Backend.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var lines = new StringBuilder();
        while (await reader.ReadAsync(Cancellation)) lines.AppendLine(CultureInfo.InvariantCulture, $"{reader.GetString(0)}: {Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(1))}");
        return lines.ToString();
    }

    private static async Task UntilAsync(Func<bool> condition, ProgramProcess process, string waitedFor)
    {
        long began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience)
            {
                await process.KillAsync();
                Assert.Fail($"Waited in vain for: {waitedFor}\n{await process.Errors}");
            }

            await Task.Delay(5, Cancellation);
        }
    }
}
