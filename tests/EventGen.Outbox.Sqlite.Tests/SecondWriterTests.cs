namespace EventGen.Outbox.Sqlite.Tests;

/// <summary>What a bus does while another process has the write lock of its file.</summary>
public sealed class SecondWriterTests() : StoreSuite(new SqliteBackend())
{
    private static readonly bool s_isHeavy = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1";

    private readonly string _run = Guid.NewGuid().ToString();

    private Mailroom Room => Mailroom.Of(_run);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Meanwhile_EmitsWait_WhatIsLeasedIsHandled_AndBothAreWrittenAfterIt(bool isKilled)
    {
        await ExecuteAsync(Backend.CreateEffects);
        await using var bus = await StartAsync();
        var gate = Room.Gate = new AsyncGate();
        await bus.Topic<Posted>().EmitAsync(new Posted(_run, 1), Cancellation);
        await gate.Reached;

        await using var other = await LockAsync();
        var emitted = bus.Topic<Posted>().EmitAsync(new Posted(_run, 2), Cancellation).AsTask();
        gate.Open();
        await Eventually.TrueAsync(() => Room.Handled.Contains(1), waitedFor: "the handler of an event that was accepted before");
        Assert.Equal(1, await CountAsync("eventgen_outbox"));   // neither is written: reading needs no lock
        Assert.False(emitted.IsCompleted);

        await (isKilled ? other.KillAsync() : other.StopAsync());
        await emitted;
        await DeliveredAsync(bus);
        Assert.Equal([1, 2], Room.Handled);
        Assert.Equal(isKilled ? 0 : 1, await CountAsync("effects"));
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);
    }

    [Fact]
    public async Task WhereItIsKeptTooLong_TheEmitFailsUnwritten_TheHealthSaysWhy_AndTheRelayGoesOnAfterIt()
    {
        Assert.SkipUnless(s_isHeavy, "It takes as long as an emit waits for its store.");
        await ExecuteAsync(Backend.CreateEffects);
        await using var bus = await StartAsync();
        await using var other = await LockAsync();

        var id = Guid.CreateVersion7();
        var failure = await Assert.ThrowsAsync<OutboxUnavailableException>(async () => await bus.Topic<Posted>().EmitAsync(new Posted(_run, 1), id, Cancellation));
        Assert.Equal((id, false), (failure.Id, failure.MayBeCommitted));
        Assert.Contains("kept the write lock", Assert.Single(bus.GetHealth().Problems), StringComparison.Ordinal);

        await other.StopAsync();
        await Eventually.TrueAsync(() => bus.GetHealth().Status == EventBusStatus.Healthy, waitedFor: "a store that works");
        await bus.Topic<Posted>().EmitAsync(new Posted(_run, 1), id, Cancellation);
        await DeliveredAsync(bus);
        Assert.Equal([1], Room.Handled);
    }

    private async Task<ProgramProcess> LockAsync()
    {
        var process = ProgramProcess.Start("OutboxProgram.dll", [$"connection={((SqliteBackend)Backend).ConnectionString}", "lock=1"], []);
        await process.Started.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        return process;
    }
}
