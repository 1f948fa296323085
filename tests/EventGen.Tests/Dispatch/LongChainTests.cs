namespace EventGen.Tests.Dispatch;

/// <summary>What tells of a circle that overflows no stack: its events go through the queue.</summary>
public sealed class LongChainTests
{
    private readonly RecordingLogger _log = new();

    [Theory]
    [InlineData(999, 0)]
    [InlineData(1000, 1)]
    [InlineData(2500, 2)]
    public async Task HandlersThatQueueEventsInACircle_AreTold(int links, int told)
    {
        var ended = new TaskCompletionSource();
        await using var bus = await TestBus.StartAsync(build: builder => builder.UseLogging(_log));
        bus.Topic<Ping>().Subscribe(async (Ping ping, EventContext _) => await NextAsync(ping.Number, number => bus.Topic<Pong>().EmitAsync(new Pong(number))));
        bus.Topic<Pong>().Subscribe(async (Pong pong, EventContext _) => await NextAsync(pong.Number, number => bus.Topic<Ping>().EmitAsync(new Ping(number))));

        await bus.Topic<Ping>().EmitAsync(new Ping(0));
        await Deadline.WithinAsync(ended.Task, "the end of the chain");

        string[] warnings = [.. _log.Entries.Where(static entry => entry.Id == 28).Select(static entry => entry.Message)];
        Assert.Equal(told, warnings.Length);
        if (told > 0) Assert.StartsWith("Event 'ping' is the 1000th in a chain of events, each emitted by a handler of the one before; the last one before it is 'pong'.", warnings[0], StringComparison.Ordinal);

        async ValueTask NextAsync(int number, Func<int, ValueTask> emit)
        {
            if (number == links) ended.SetResult();
            else await emit(number + 1);
        }
    }

    // One that emits again and again is no chain.
    [Fact]
    public async Task AHandlerThatEmitsMany_IsNotTold()
    {
        await using var bus = await TestBus.StartAsync(build: builder => builder.UseLogging(_log));
        bus.Topic<Pong>().Subscribe(static (Pong _, EventContext _) => { });
        bus.Topic<Ping>().Subscribe(async (Ping _, EventContext _) =>
        {
            for (int i = 0; i < 3000; i++) await bus.Topic<Pong>().EmitAsync(new Pong(i));
        });

        await bus.Topic<Ping>().EmitAsync(new Ping());
        await bus.StopAsync();

        Assert.DoesNotContain(_log.Entries, static entry => entry.Id == 28);
    }
}
