namespace EventGen.Tests.Queueing;

public sealed class WaitingProducersTests
{
    private readonly CallLog _calls = new();

    [Fact]
    public async Task Producers_AreAdmittedInTheOrderInWhichTheyCame()
    {
        await using var bus = Create();
        Task[] producers = [.. Enumerable.Range(1, 50).Select(number => bus.Topic<Ping>().EmitAsync(new Ping(number)).AsTask())];
        Assert.True(producers[0].IsCompletedSuccessfully);
        Assert.All(producers[1..], static producer => Assert.False(producer.IsCompleted));

        await bus.StartAsync();
        await Deadline.WithinAsync(Task.WhenAll(producers), "all producers");
        await bus.DrainAsync();

        Assert.Equal(Enumerable.Range(1, 50).Select(static number => $"{number}"), _calls.Entries);
    }

    [Fact]
    public async Task Producers_AreNotOvertakenByOneThatComesWhileTheyWait()
    {
        await using var bus = Create();
        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        Task waiting = bus.Topic<Ping>().EmitAsync(new Ping(2)).AsTask();
        Assert.False(bus.Topic<Ping>().TryEnqueue(new Ping(3)));

        await bus.StartAsync();
        await Deadline.WithinAsync(waiting, "the producer");
        await bus.DrainAsync();

        Assert.Equal(["1", "2"], _calls.Entries);
    }

    [Fact]
    public async Task Cancellation_WithdrawsTheEvent_AndLeavesTheOthersInLine()
    {
        await using var bus = Create();
        using var cancellation = new CancellationTokenSource();
        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        Task second = bus.Topic<Ping>().EmitAsync(new Ping(2)).AsTask();
        Task cancelled = bus.Topic<Ping>().EmitAsync(new Ping(3), cancellation.Token).AsTask();
        Task fourth = bus.Topic<Ping>().EmitAsync(new Ping(4)).AsTask();

        await cancellation.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Deadline.WithinAsync(cancelled, "the cancelled producer"));
        Assert.Equal(cancellation.Token, thrown.CancellationToken);

        await bus.StartAsync();
        await Deadline.WithinAsync(Task.WhenAll(second, fourth), "the others");
        await bus.DrainAsync();
        Assert.Equal(["1", "2", "4"], _calls.Entries);
    }

    [Fact]
    public async Task Stop_RefusesTheProducersThatWait()
    {
        await using var bus = Create();
        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        Task waiting = bus.Topic<Ping>().EmitAsync(new Ping(2)).AsTask();

        var report = await bus.StopAsync();

        await Assert.ThrowsAsync<EventBusStoppedException>(() => Deadline.WithinAsync(waiting, "the producer"));
        Assert.Equal(1, Assert.Single(report.Undelivered).Value);
    }

    [Fact]
    public async Task Cancellation_AgainstAdmission_AcceptsOrCancelsNeverBoth()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var bus = await TestBus.StartAsync(static options => (options.QueueCapacity, options.Workers) = (1, 2));
        bus.Topic<Ping>().Subscribe(e => _calls.Add($"{e.Number}"));
        List<string> accepted = [];

        for (int round = 0; round < 300; round++)
        {
            using var cancellation = new CancellationTokenSource();
            int first = round * 8;
            Task[] producers = [.. Enumerable.Range(first, 8).Select(number => bus.Topic<Ping>().EmitAsync(new Ping(number), cancellation.Token).AsTask())];
            for (int spin = random.Next(200); spin > 0; spin--) Thread.SpinWait(10);
            await cancellation.CancelAsync();
            await Deadline.WithinAsync(Task.WhenAll(producers.Select(static producer => producer.ContinueWith(static _ => { }, TaskScheduler.Default))), $"round {round} of seed {seed}");
            accepted.AddRange(producers.Index().Where(static producer => producer.Item.IsCompletedSuccessfully).Select(producer => $"{first + producer.Index}"));
        }

        await bus.DrainAsync();
        Assert.True(accepted.Order().SequenceEqual(_calls.Entries.Order()), $"seed {seed}: accepted {accepted.Count}, handled {_calls.Entries.Length}");
    }

    private EventBus Create()
    {
        var bus = TestBus.Create(static options => (options.QueueCapacity, options.Workers) = (1, 1));
        bus.Topic<Ping>().Subscribe(e => _calls.Add($"{e.Number}"));
        return bus;
    }
}
