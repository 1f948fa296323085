namespace EventGen.Tests.Receiving;

/// <summary>Received messages in the queue: capacity, drops, the stop and the order of a key.</summary>
public sealed class ReceiveQueueTests
{
    private readonly ManualTransport _transport = new();

    [Fact]
    public async Task ReceiveAsync_WhenTheQueueIsFull_WaitsForCapacity()
    {
        await using var bus = await StartAsync(static options =>
        {
            options.Workers = 1;
            options.QueueCapacity = 1;
            options.WhenQueueFull = QueueFullMode.DropOldest;   // for what is emitted
        });
        var gate = new AsyncGate();
        List<int> seen = [];
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe(async (ReceivedEvent received, CancellationToken token) =>
        {
            seen.Add(received.Number);
            await gate.PassAsync(token);
        });

        Task<ReceiveResult>[] receiving = [.. Enumerable.Range(0, 20).Select(number => _transport.Receiver!.ReceiveAsync(Messages.Numbered(number)).AsTask())];
        await gate.Reached;
        Assert.Equal(1, bus.GetHealth().QueueLength);
        gate.Open();
        var results = await Deadline.WithinAsync(Task.WhenAll(receiving), "all to be received");

        Assert.All(results, static result => Assert.Equal(ReceiveStatus.Handled, result.Status));
        Assert.Equal(Enumerable.Range(0, 20), seen);
        Assert.Equal(0, bus.GetHealth().Dropped);
    }

    [Fact]
    public async Task ReceiveAsync_WhenCancelledWhileItWaitsForCapacity_Throws()
    {
        await using var bus = await StartAsync(static options => (options.Workers, options.QueueCapacity) = (1, 1));
        var gate = new AsyncGate();
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe(async (ReceivedEvent _, CancellationToken token) => await gate.PassAsync(token));
        var running = _transport.Receiver!.ReceiveAsync(Messages.Numbered(1)).AsTask();
        await gate.Reached;
        var queued = _transport.Receiver.ReceiveAsync(Messages.Numbered(2)).AsTask();

        using var cancellation = new CancellationTokenSource();
        var waiting = _transport.Receiver.ReceiveAsync(Messages.Numbered(3), cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.Open();
        await Task.WhenAll(running, queued);
    }

    [Fact]
    public async Task ReceiveAsync_WhenAnEmitDropsIt_IsNotHandled()
    {
        await using var bus = await StartAsync(static options => (options.Workers, options.QueueCapacity, options.WhenQueueFull) = (1, 1, QueueFullMode.DropOldest));
        var gate = new AsyncGate();
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe(async (ReceivedEvent _, CancellationToken token) => await gate.PassAsync(token));
        var running = _transport.Receiver!.ReceiveAsync(Messages.Numbered(1)).AsTask();
        await gate.Reached;
        var queued = _transport.Receiver.ReceiveAsync(Messages.Numbered(2)).AsTask();

        await bus.Topic<Ping>().EmitAsync(new Ping(1), TestContext.Current.CancellationToken);

        Assert.Equal(ReceiveStatus.NotHandled, (await Deadline.WithinAsync(queued, "the dropped one")).Status);
        gate.Open();
        await running;
    }

    [Fact]
    public async Task ReceiveAsync_WhenAnEmitDropsIt_CompletesOutsideOfEveryLock()
    {
        await using var bus = await StartAsync(static options => (options.Workers, options.QueueCapacity, options.WhenQueueFull) = (1, 1, QueueFullMode.DropOldest));
        var gate = new AsyncGate();
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe(async (ReceivedEvent _, CancellationToken token) => await gate.PassAsync(token));
        var running = _transport.Receiver!.ReceiveAsync(Messages.Numbered(1)).AsTask();
        await gate.Reached;
        bool couldAsk = false;
        var told = _transport.Receiver.ReceiveAsync(Messages.Numbered(2)).AsTask().ContinueWith(
            _ => couldAsk = Task.Run(bus.GetHealth).Wait(Deadline.Default / 3), TaskContinuationOptions.ExecuteSynchronously);

        await bus.Topic<Ping>().EmitAsync(new Ping(1), TestContext.Current.CancellationToken);
        await Deadline.WithinAsync(told, "the dropped one");

        Assert.True(couldAsk);
        gate.Open();
        await running;
    }

    [Fact]
    public async Task ReceiveAsync_WhenTheBusGivesUpDraining_IsNotHandled()
    {
        var bus = await StartAsync(static options => (options.Workers, options.DrainTimeout) = (1, TimeSpan.Zero));
        var gate = new AsyncGate();
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe(async (ReceivedEvent _, CancellationToken token) => await gate.PassAsync(token));
        var running = _transport.Receiver!.ReceiveAsync(Messages.Numbered(1)).AsTask();
        await gate.Reached;
        var queued = _transport.Receiver.ReceiveAsync(Messages.Numbered(2)).AsTask();

        await bus.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ReceiveStatus.NotHandled, (await Deadline.WithinAsync(running, "the one whose handler was cancelled")).Status);
        Assert.Equal(ReceiveStatus.NotHandled, (await Deadline.WithinAsync(queued, "the one that is left")).Status);
        Assert.Equal(ReceiveStatus.NotHandled, (await _transport.Receiver.ReceiveAsync(Messages.Numbered(3))).Status);
    }

    [Fact]
    public async Task ReceiveAsync_OneKey_KeepsItsOrder()
    {
        await using var bus = await StartAsync(static options => options.Workers = 8);
        Dictionary<string, List<int>> seen = Enumerable.Range(0, 16).ToDictionary(static key => $"k{key}", static _ => new List<int>());
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe(async (ReceivedEvent received) =>
        {
            await Task.Yield();
            seen[received.Name].Add(received.Number);   // one key's events never run at the same time
        });

        await Task.WhenAll(Enumerable.Range(0, 1600).Select(number => _transport.Receiver!.ReceiveAsync(Messages.Numbered(number, $"k{number % 16}")).AsTask()));

        Assert.All(seen, static key => Assert.Equal(Enumerable.Range(0, 100).Select(index => index * 16 + int.Parse(key.Key[1..])), key.Value));
    }

    private Task<EventBus> StartAsync(Action<EventBusOptions> options) => TestBus.StartAsync(options, publishers: [_transport]);
}
