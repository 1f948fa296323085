namespace EventGen.Tests.Behaviour;

/// <summary>Nothing is lost, nothing is handled twice.</summary>
public sealed class CountingTests
{
    [Theory]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.Emit)]
    public async Task FiveHundredItemsOnThreeWorkers_AddUp(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 3);
        int[] handled = new int[500];
        int running = 0, most = 0, failed = 0;
        bus.DeliveryFailed += (_, _) => Interlocked.Increment(ref failed);
        bus.Topic<Ping>().Subscribe(async (Ping ping) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Increment(ref handled[ping.Number]);
            Interlocked.Decrement(ref running);
            if (ping.Number % 10 == 0) throw new InvalidOperationException();
        });

        for (int i = 0; i < 500; i++) await bus.Topic<Ping>().EmitByAsync(call, new Ping(i));
        await bus.DrainAsync();

        Assert.All(handled, static times => Assert.Equal(1, times));
        Assert.InRange(most, 1, 3);
        Assert.Equal((50, 50L, 50L, 0L), (failed, bus.GetHealth().Failed, bus.DeadLetters.Count, bus.GetHealth().Dropped));
    }

    [Fact]
    public async Task TenBusesThatComeAndGo_WhileAHundredUnrelatedSubscribersRun_DisturbNobody()
    {
        await using var unrelated = await TestBus.StartAsync();
        int[] calls = new int[100];
        for (int i = 0; i < 100; i++)
        {
            int subscriber = i;
            unrelated.Topic<Ping>().Subscribe((Ping _) => { Interlocked.Increment(ref calls[subscriber]); });
        }

        using var stop = new CancellationTokenSource();
        var emitting = Task.Run(async () =>
        {
            int emitted = 0;
            for (; !stop.IsCancellationRequested; emitted++) await unrelated.Topic<Ping>().EmitAsync(new Ping());
            return emitted;
        });
        int[] handled = new int[10];
        await Deadline.WithinAsync(
            Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(async () =>
            {
                await using var bus = await TestBus.StartAsync();
                bus.Topic<Ping>().Subscribe((Ping _) => { Interlocked.Increment(ref handled[number]); });
                for (int i = 0; i < 20; i++) await bus.Topic<Ping>().EmitAsync(new Ping());
                await bus.DrainAsync();
            }))),
            "the ten buses");
        await stop.CancelAsync();
        int emitted = await Deadline.WithinAsync(emitting, "the emitter");
        await unrelated.DrainAsync();

        Assert.All(handled, static times => Assert.Equal(20, times));
        Assert.All(calls, times => Assert.Equal(emitted, times));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen = Volatile.Read(ref most);
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) is var found && found != seen) seen = found;
    }
}
