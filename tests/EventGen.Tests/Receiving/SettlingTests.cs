using EventGen.Tests.Delivery;

namespace EventGen.Tests.Receiving;

/// <summary>A received message is settled when what became of it is kept, dead letters included.</summary>
public sealed class SettlingTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();
    private readonly ManualTransport _transport = new();
    private readonly RecordingLogger _log = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Message_WaitsForItsDeadLetterToBeKept(bool isMessage)
    {
        var gate = new AsyncGate();
        var store = new JsonOnlyStore { Gate = gate };
        await using var bus = await StartAsync(store);

        var receiving = ReceiveAsync(isMessage);
        await gate.Reached;
        Assert.Equal((false, 0L), (receiving.IsCompleted, store.Count));
        gate.Open();

        Assert.Equal(isMessage ? ReceiveStatus.Handled : ReceiveStatus.Rejected, (await Deadline.WithinAsync(receiving, "the message")).Status);
        Assert.Equal(1, store.Count);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Message_WhoseDeadLetterTheStoreFailsToTake_IsNotSettled(bool isMessage, bool throwsAtOnce)
    {
        await using var bus = await StartAsync(new JsonOnlyStore { Fails = true, ThrowsAtOnce = throwsAtOnce });

        var result = await Deadline.WithinAsync(ReceiveAsync(isMessage), "the message");

        Assert.Equal(new ReceiveResult(ReceiveStatus.NotHandled, "The store of dead letters has not taken it."), result);
        Assert.False(result.IsSettled);
        Assert.Equal((0L, EventBusStatus.Healthy), (bus.DeadLetters.Lost, bus.GetHealth().Status));
        Assert.Contains("that the store did not take: 1 so far", Assert.Single(_log.Entries, static entry => entry.Id is 16 or 45 or 198).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Message_WhoseDeadLetterIsNotTaken_OfATransportThatDoesNotRedeliver_IsLost_AndAProblemForAnHour(bool isMessage)
    {
        var transport = new ManualTransport { Redelivers = false };
        await using var bus = await StartAsync(new JsonOnlyStore { Fails = true }, transport: transport);

        Assert.False((await Deadline.WithinAsync(ReceiveAsync(isMessage, transport), "the message")).IsSettled);

        Assert.Equal(1, bus.DeadLetters.Lost);
        Assert.Equal(isMessage ? 16 : 45, Assert.Single(_log.Entries, static entry => entry.Id is 16 or 45 or 198).Id);
        Assert.StartsWith("Dead letters lost since the bus was made: 1, the last within the last hour. Mend the store", Assert.Single(bus.GetHealth().Problems), StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((EventBusStatus.Healthy, 1L), (bus.GetHealth().Status, bus.DeadLetters.Lost));
    }

    [Fact]
    public async Task Message_OfWhichOneLetterOfTwoIsNotTaken_IsNotSettled()
    {
        var store = new JsonOnlyStore { FailsFor = static deadLetter => deadLetter is DeadLetter.Delivery { ExceptionType: "System.IO.InvalidDataException" } };
        await using var bus = await StartAsync(store);
        bus.Topic<ReceivedEvent>().Subscribe(static (ReceivedEvent _) => throw new NotSupportedException());

        Assert.False((await Deadline.WithinAsync(ReceiveAsync(isMessage: true), "the message")).IsSettled);

        await Eventually.EqualAsync(1L, () => store.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Message_WhoseDeadLetterTheStoreHangsOn_IsGivenUpInTime(bool isMessage)
    {
        var gate = new AsyncGate();
        await using var bus = await StartAsync(new JsonOnlyStore { Gate = gate });
        var receiving = ReceiveAsync(isMessage);
        await gate.Reached;
        await _clock.WhenPendingAsync(1);

        _clock.Advance(s_patience - TimeSpan.FromTicks(1));
        Assert.Equal((false, 0L), (receiving.IsCompleted, bus.DeadLetters.Lost));
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(ReceiveStatus.NotHandled, (await Deadline.WithinAsync(receiving, "the message")).Status);
        Assert.Equal(0, bus.DeadLetters.Lost);
        gate.Open();
    }

    [Fact]
    public async Task StoreThatHangs_HoldsUpNeitherEmittersNorLaterEventsOfTheKey()
    {
        var gate = new AsyncGate();
        await using var bus = await StartAsync(new JsonOnlyStore { Gate = gate }, static options => options.Workers = 1);
        List<int> seen = [];
        bus.Topic<ReceivedEvent>().Subscribe((ReceivedEvent received) => seen.Add(received.Number));
        var receiving = ReceiveAsync(isMessage: true);
        await gate.Reached;

        await Deadline.WithinAsync(bus.Topic<ReceivedEvent>().EmitAsync(new ReceivedEvent("n", 2)).AsTask(), "the emit");
        await Eventually.EqualAsync(2, () => seen.Count);

        Assert.False(receiving.IsCompleted);
        gate.Open();
        Assert.True((await receiving).IsSettled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_WaitsForLetters_BeforeTheTransportHasToHaveAcknowledged(bool isMessage)
    {
        var gate = new AsyncGate();
        var bus = await StartAsync(new JsonOnlyStore { Gate = gate });
        var receiving = ReceiveAsync(isMessage);
        _transport.Disposing = async () => await receiving;   // as one that acknowledges does
        await gate.Reached;

        var stopping = bus.StopAsync(TestContext.Current.CancellationToken);
        await _clock.WhenPendingAsync(2);   // the dead letter's time, and that of the stop
        Assert.DoesNotContain("dispose", _transport.Calls);
        gate.Open();
        await Deadline.WithinAsync(stopping, "the stop");

        Assert.True((await receiving).IsSettled);
        Assert.Equal(0, bus.DeadLetters.Lost);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_WhileTheStoreHangs_Ends_AndSettlesNothing(bool isMessage)
    {
        var gate = new AsyncGate();
        var bus = await StartAsync(new JsonOnlyStore { Gate = gate }, static options => options.TimeProvider = TimeProvider.System);
        var receiving = ReceiveAsync(isMessage);
        _transport.Disposing = async () => await receiving;
        await gate.Reached;

        await Deadline.WithinAsync(bus.StopAsync(TestContext.Current.CancellationToken), "the stop", s_patience / 2);

        Assert.Equal(ReceiveStatus.NotHandled, (await receiving).Status);
        Assert.Equal(0, bus.DeadLetters.Lost);
        gate.Open();
    }

    private async Task<EventBus> StartAsync(IDeadLetterStore store, Action<EventBusOptions>? options = null, ManualTransport? transport = null)
    {
        var bus = await TestBus.StartAsync(
            settings =>
            {
                settings.TimeProvider = _clock;
                options?.Invoke(settings);
            },
            publishers: [transport ?? _transport],
            build: builder => builder.UseLogging(_log).UseDeadLetterStore(store));
        bus.Topic<ReceivedEvent>().Subscribe(static (ReceivedEvent received) =>
        {
            if (received.Number == 1) throw new InvalidDataException();
        });
        return bus;
    }

    // A message whose handler fails, or what is none.
    private Task<ReceiveResult> ReceiveAsync(bool isMessage, ManualTransport? transport = null)
    {
        var receiver = (transport ?? _transport).Receiver!;
        return (isMessage ? receiver.ReceiveAsync(Messages.Numbered(1)) : receiver.ReceiveAsync("no json"u8.ToArray())).AsTask();
    }
}
