namespace EventGen.Outbox.Conformance;

/// <summary>Two versions of a program at once: nothing is lost, and nothing is given up that a living instance can handle.</summary>
public abstract class DeploymentSuite(StoreBackend backend, string kind, Func<string> connectionString) : ProcessSuite(backend, kind, connectionString)
{
    private const int Share = 200;

    // The next version has "ledger" under another class, no "watcher", an "auditor", and one more event.
    private static readonly ProgramSettings s_old = new() { Instance = "old", NotesDeliveries = true };
    private static readonly ProgramSettings s_next = s_old with { Instance = "next", IsNext = true };

    [Fact]
    public async Task ARollingDeployment_LosesNothing_AndGivesUpOnlyWhatNobodyHasAnyMore()
    {
        await ExecuteAsync(Backend.CreateEffects);
        await ExecuteAsync(Backend.CreateDeliveries);
        await using var old = await StartAsync(s_old);
        old.Emit(Enumerable.Range(0, Share));
        await UntilAsync(() => Accepted.Count >= Share / 2, old, "accepted events of the old version");

        await using var next = await StartAsync(s_next);
        next.Emit(Enumerable.Range(Share, Share));
        old.Emit(Enumerable.Range(2 * Share, Share));
        await UntilAsync(() => Accepted.Count == 3 * Share, next, "accepted events of both versions");
        if (!Backend.HasOneDeliverer)
        {
            // Where both deliver, what the old version lacks is handled beside it.
            await UntilAsync(async () => await CountAsync("deliveries WHERE handler = 'notes'") == Share, next, "events of the next version");
        }

        // It leaves at once what it has not delivered yet, with a handler that nobody has then.
        old.Emit(Enumerable.Range(3 * Share, Share));
        await UntilAsync(() => Accepted.Count >= (3 * Share) + (Share / 2), old, "accepted events before the end of the old version");
        await old.KillAsync();

        // As after a long time: its lease has ended, and nobody has had its handlers for longer than the next version waits for them.
        await ExecuteAsync($"UPDATE eventgen_instances SET lease_until = {Backend.LongAgo} WHERE name = 'old'");
        await ExecuteAsync($"UPDATE eventgen_routes SET last_seen = {Backend.LongAgo} WHERE targets LIKE '%watcher%'");
        int[] unknown = [.. Missing(4 * Share)];
        next.Emit(unknown);
        await UntilAsync(() => Accepted.Count == 4 * Share, next, "all accepted");
        await UntilAsync(async () => await CountAsync("eventgen_outbox") == 0, next, "an empty outbox");

        Assert.Equal(Enumerable.Range(0, 4 * Share), (await EffectsAsync()).Order());
        Assert.Equal(Enumerable.Range(Share, Share), (await DeliveriesAsync("auditor")).Where(static number => number < 2 * Share).Distinct().Order());
        Assert.Equal([.. Enumerable.Range(Share, Share), .. unknown], (await DeliveriesAsync("notes")).Distinct().Order());

        // What the old version accepted and did not deliver has nobody left for its "watcher", and nothing else.
        string[] deadLetters = (await DeadLettersAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(deadLetters, static deadLetter => Assert.StartsWith("watcher: ", deadLetter, StringComparison.Ordinal));
        Assert.All(deadLetters, static deadLetter => Assert.Contains("No instance has had", deadLetter, StringComparison.Ordinal));
        Assert.True((await DeliveriesAsync("watcher")).Distinct().Count() + deadLetters.Length >= 3 * Share - unknown.Length, $"{deadLetters.Length} dead letters");
        await next.StopAsync();
    }
}
