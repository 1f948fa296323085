namespace EventGen.Outbox.Conformance;

/// <summary>A process whose thread pool is at its minimum, and of which every thread emits synchronously.</summary>
public abstract class StarvationSuite(StoreBackend backend, string kind, Func<string> connectionString) : ProcessSuite(backend, kind, connectionString)
{
    private const int Count = 200;

    [Fact]
    public async Task SynchronousEmitsOnEveryThreadOfThePool_AreCommitted()
    {
        await ExecuteAsync(Backend.CreateEffects);
        await using var process = await StartAsync(new ProgramSettings { EmitsOnEveryThread = true });

        process.Emit(Enumerable.Range(0, Count));

        await UntilAsync(() => Accepted.Count == Count || process.Exited.IsCompleted, process, "all accepted");
        Assert.False(process.Exited.IsCompleted, process.Exited.IsCompleted ? await process.Errors : "");
        await UntilAsync(async () => await CountAsync("eventgen_outbox") == 0, process, "an empty outbox");
        await AssertExactAsync(Count);
        await process.StopAsync();
    }
}
