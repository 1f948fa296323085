namespace EventGen.Outbox.Conformance;

/// <summary>A process whose thread pool has no thread left, because all of them emit synchronously.</summary>
public abstract class StarvationSuite(StoreBackend backend, string kind, Func<string> connectionString) : ProcessSuite(backend, kind, connectionString)
{
    private const int Count = 200;

    [Fact]
    public async Task SynchronousEmitsOnEveryThreadOfThePool_AreCommitted()
    {
        await ExecuteAsync(Backend.CreateEffects);
        await using var process = await StartAsync(new ProgramSettings { EmitsOnEveryThread = true });

        process.Emit(Enumerable.Range(0, Count));

        await UntilAsync(() => Accepted.Count == Count, process, "all accepted");
        await UntilAsync(async () => await CountAsync("eventgen_outbox") == 0, process, "an empty outbox");
        await AssertExactAsync(Count);
        await process.StopAsync();
    }
}
