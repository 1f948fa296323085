using System.Diagnostics;
using System.Globalization;

namespace EventGen.Outbox.Conformance;

/// <summary>Real processes, ended by SIGKILL at any moment: nothing is lost, and what a handler writes in its transaction is there exactly once.</summary>
public abstract class KillSuite(StoreBackend backend, string kind, Func<string> connectionString, ITestOutputHelper output) : ProcessSuite(backend, kind, connectionString)
{
    private static readonly int s_events = IsHeavy ? 10_000 : 2_000;
    private static readonly int s_kills = IsHeavy ? 50 : 8;

    [Fact]
    public async Task KilledAtAnyMoment_AndStartedAgain_NothingIsLostOrDoneTwice()
    {
        await ExecuteAsync(Backend.CreateEffects);
        int seed = Random.Shared.Next();
        string trial = string.Create(CultureInfo.InvariantCulture, $"(seed {seed})");
        var random = new Random(seed);
        long began = Stopwatch.GetTimestamp();
        for (int kill = 0; kill < s_kills; kill++)
        {
            await using var process = Start(new ProgramSettings { Instance = "one" });
            if (random.Next(8) == 0)
            {
                await Task.Delay(random.Next(1_000), Cancellation);
            }
            else
            {
                await StartedAsync(process);
                process.Emit(Missing(s_events).Take(s_events / s_kills * 2));
                int target = Math.Min(s_events, Accepted.Count + random.Next(1, s_events / s_kills));
                await UntilAsync(() => Accepted.Count >= target, process, $"{target} accepted events {trial}");
                await Task.Delay(random.Next(500), Cancellation);
            }

            await process.KillAsync();
        }

        output.WriteLine($"{s_kills} kills in {Stopwatch.GetElapsedTime(began)}; {Accepted.Count} accepted, {await CountAsync("eventgen_outbox")} wait, {await CountAsync("eventgen_outbox WHERE crashes > 1")} of them blamed for more than one crash {trial}");
        await using var last = await StartAsync(new ProgramSettings { Instance = "one" });
        await DeliverAllAsync(last, s_events, trial);
        await AssertExactAsync(s_events, trial);
        output.WriteLine($"Done after {Stopwatch.GetElapsedTime(began)}.");
        await last.StopAsync();
    }

    [Fact]
    public async Task WhatADeadProcessHad_IsDoneByAnother()
    {
        await ExecuteAsync(Backend.CreateEffects);
        await using var dead = await StartAsync(new ProgramSettings { Instance = "one", LeaseSeconds = 2 });
        await using var other = await StartAsync(new ProgramSettings { Instance = "two", LeaseSeconds = 2 });
        dead.Emit(Enumerable.Range(0, s_events));
        await UntilAsync(() => Accepted.Count >= s_events / 2, dead, "accepted events");
        await dead.KillAsync();
        await DeliverAllAsync(other, s_events);
        await AssertExactAsync(s_events);
        await other.StopAsync();
    }

    [Fact]
    public async Task AProcessThatStartsAgainUnderItsName_GoesOnLongBeforeItsLeaseEnds()
    {
        await ExecuteAsync(Backend.CreateEffects);
        var settings = new ProgramSettings { Instance = "one", LeaseSeconds = 3_600 };
        await using (var dead = await StartAsync(settings with { Held = 0 }))
        {
            dead.Emit(Enumerable.Range(0, s_events));
            await UntilAsync(() => Accepted.Count >= s_events / 2, dead, "accepted events");
            await dead.KillAsync();
        }

        long left = await CountAsync("eventgen_outbox");
        Assert.True(left > 0, "It had delivered everything.");
        await using var again = await StartAsync(settings);
        long began = Stopwatch.GetTimestamp();
        await UntilAsync(async () => await CountAsync("eventgen_outbox") < left, again, "what it had");
        var first = Stopwatch.GetElapsedTime(began);
        await UntilAsync(async () => await CountAsync("eventgen_outbox") == 0, again, "what it had");
        output.WriteLine($"{left} events were left; the first ones were done {first} after the start, all after {Stopwatch.GetElapsedTime(began)}.");
        await DeliverAllAsync(again, s_events);
        await AssertExactAsync(s_events);
        await again.StopAsync();
    }

    // The handler before the one that kills has written its effect, and is no dead letter.
    [Fact]
    public async Task AHandlerThatKillsItsProcess_IsGivenUpAfterFiveDeaths_AndNotTheOneThatHadSucceeded()
    {
        await ExecuteAsync(Backend.CreateEffects);
        var settings = new ProgramSettings { Instance = "one", Poison = 0, Poisoned = "watcher" };
        int deaths = -1;
        bool isEmpty = false;
        while (!isEmpty)
        {
            deaths++;
            Assert.True(deaths <= 5, $"{deaths} processes died.");
            await using var process = Start(settings);
            await Task.WhenAny(process.Started, process.Exited);
            if (!Accepted.ContainsKey(0)) process.Emit([0]);
            await UntilAsync(async () => (isEmpty = Accepted.ContainsKey(0) && await CountAsync("eventgen_outbox") == 0) || process.Exited.IsCompleted, process, "an empty outbox, or the next death");
            if (isEmpty) await process.StopAsync();
        }

        Assert.Equal(5, deaths);
        Assert.Equal([0], await EffectsAsync());
        Assert.StartsWith("watcher", Assert.Single((await DeadLettersAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEventThatKillsItsProcess_IsGivenUpAfterFiveDeaths_AndHoldsUpNoOther()
    {
        const int Count = 500, Poison = 250;
        await ExecuteAsync(Backend.CreateEffects);
        var settings = new ProgramSettings { Instance = "one", Poison = Poison };
        var seen = new Dictionary<int, TimeSpan>();
        int deaths = -1;
        bool isEmpty = false;
        while (!isEmpty)
        {
            deaths++;
            Assert.True(deaths <= 5, $"{deaths} processes died.");
            await using var process = Start(settings);
            await Task.WhenAny(process.Started, process.Exited);
            process.Emit(Missing(Count).ToArray());
            await UntilAsync(
                async () =>
                {
                    foreach (int number in await EffectsAsync())
                    {
                        if (Accepted.TryGetValue(number, out long accepted)) seen.TryAdd(number, Stopwatch.GetElapsedTime(accepted));
                    }

                    isEmpty = Accepted.Count == Count && await CountAsync("eventgen_outbox") == 0;
                    return isEmpty || process.Exited.IsCompleted;
                },
                process,
                "an empty outbox, or the next death");
            if (isEmpty) await process.StopAsync();
        }

        Assert.Equal(5, deaths);
        var effects = await EffectsAsync();
        Assert.Equal(Enumerable.Range(0, Count).Where(static number => number != Poison), effects.Order());
        Assert.Equal(Count - 1, await CountAsync("effects"));
        string[] deadLetters = (await DeadLettersAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(deadLetters, static deadLetter => Assert.Contains("5 processes died", deadLetter, StringComparison.Ordinal));
        Assert.All(deadLetters, static deadLetter => Assert.Contains("\"attempts\":5", deadLetter, StringComparison.Ordinal));
        Assert.Contains(deadLetters, static deadLetter => deadLetter.StartsWith("ledger", StringComparison.Ordinal));
        Assert.InRange(deadLetters.Length, 1, 2);   // of one event, which has two handlers

        var others = seen.Where(static one => one.Key % 32 != Poison % 32).Select(static one => one.Value).Order().ToArray();
        var behind = seen.Where(static one => one.Key % 32 == Poison % 32).Select(static one => one.Value).Order().ToArray();
        output.WriteLine($"From acceptance to effect, other keys: p50 {others[others.Length / 2]}, longest {others[^1]}. Of the poison's own key, whose order it holds up: longest {behind[^1]}.");
    }
}
