namespace EventGen.Tests.Receiving;

public sealed class TransportLifetimeTests
{
    // Two programs that are given no name are two applications.
    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("", "EventGen.Tests")]
    [InlineData(null, "EventGen.Tests")]
    public async Task Transport_LearnsWhatItIsToKnowOfItsBus(string? source, string name)
    {
        var transport = new ManualTransport();
        await using var bus = TestBus.Create(options => (options.Source, options.PublisherDownLimit) = (source, TimeSpan.FromSeconds(7)), publishers: [transport]);
        await bus.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal((name, TimeSpan.FromSeconds(7)), (transport.Receiver!.Source, transport.Receiver.PublisherDownLimit));
    }

    [Fact]
    public async Task Bus_StartsStopsReceivingAndDisposesATransport_OnceEach()
    {
        var transport = new ManualTransport();
        var bus = await TestBus.StartAsync(publishers: [transport]);
        await bus.StartAsync(TestContext.Current.CancellationToken);

        await bus.DrainAsync();
        await bus.DisposeAsync();

        Assert.Equal(["start", "stop receiving", "dispose"], transport.Calls);
    }

    [Fact]
    public async Task StartAsync_TheWorkersRunBeforeATransportIsStarted()
    {
        var transport = new ManualTransport();
        await using var bus = await TestBus.StartAsync(publishers: [transport]);

        Assert.True((await transport.Receiver!.ReceiveAsync(Messages.Received(), TestContext.Current.CancellationToken)).IsSettled);
    }

    [Fact]
    public async Task StartAsync_WhenATransportFails_TheBusRunsDegraded()
    {
        var logger = new RecordingLogger();
        var transport = new ManualTransport { StartFailure = new InvalidDataException("why") };

        await using var bus = await TestBus.StartAsync(publishers: [transport], build: builder => builder.UseLogging(logger));

        Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);
        Assert.Equal(nameof(InvalidDataException), bus.GetHealth().Publishers.Single(static publisher => publisher.Name == "first").LastError);
        Assert.Contains(logger.Entries, static entry => entry.Id == 40);
    }

    [Fact]
    public async Task StopAsync_EndsReceivingBeforeItDrains()
    {
        var transport = new ManualTransport();
        var bus = await TestBus.StartAsync(publishers: [transport]);
        ReceiveStatus? whileStopping = null;
        var gate = new AsyncGate();
        using var subscription = bus.Topic<ReceivedEvent>().Subscribe(async (ReceivedEvent _, CancellationToken token) => await gate.PassAsync(token));
        var receiving = transport.Receiver!.ReceiveAsync(Messages.Received()).AsTask();
        await gate.Reached;
        transport.Stopping = async () =>
        {
            gate.Open();
            whileStopping = (await receiving).Status;
        };

        await bus.DrainAsync();

        Assert.Equal(ReceiveStatus.Handled, whileStopping);
    }

    [Fact]
    public async Task StopAsync_WhenATransportFailsToStopReceiving_LogsItAndDisposesIt()
    {
        var logger = new RecordingLogger();
        var transport = new ManualTransport { Stopping = static () => throw new InvalidDataException() };
        var bus = await TestBus.StartAsync(publishers: [transport], build: builder => builder.UseLogging(logger));

        await bus.DrainAsync();

        Assert.Contains(logger.Entries, static entry => entry.Id == 41);
        Assert.Equal("dispose", transport.Calls[^1]);
    }

    [Fact]
    public async Task StopAsync_WhenATransportHangs_GivesUpAfterTheDrainTimeout()
    {
        var clock = new ManualTimeProvider();
        var never = new TaskCompletionSource();
        var asked = new AsyncGate();
        var transport = new ManualTransport();
        transport.Stopping = async () =>
        {
            _ = asked.PassAsync();
            await never.Task;
        };
        var bus = await TestBus.StartAsync(options => options.TimeProvider = clock, publishers: [transport]);

        var stopping = bus.StopAsync(TestContext.Current.CancellationToken);
        await asked.Reached;
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            return stopping.IsCompleted;
        });

        Assert.Equal("dispose", transport.Calls[^1]);
    }

    [Fact]
    public async Task Health_IsWhatAPublisherTellsOfItself()
    {
        var transport = new ManualTransport { Health = new PublisherHealth("another name", EventBusStatus.Degraded, "gone") };
        await using var bus = await TestBus.StartAsync(publishers: [transport]);

        Assert.Contains(new PublisherHealth("first", EventBusStatus.Degraded, "gone"), bus.GetHealth().Publishers);
        Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);
    }
}
