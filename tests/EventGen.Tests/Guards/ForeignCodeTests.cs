using EventGen.Tests.Receiving;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Tests.Guards;

/// <summary>Whatever code that is not the bus's own throws: the other handlers run, failures are counted and kept, workers live, and the bus stops.</summary>
public sealed class ForeignCodeTests
{
    public static TheoryData<string, EmitCall> Calls => CasesOf(ForeignCalls.OfABus);

    [Theory]
    [MemberData(nameof(Calls))]
    public Task ForeignCodeThatThrows_EndsNothingElse(string foreign, EmitCall call) =>
        ForeignCallRun.AssertAsync(ForeignCalls.OfABus.Single(one => one.Name == foreign), call);

    [Fact]
    public async Task KeyThatCannotBeRead_RefusesWhatWouldBeOrdered_BeforeAnythingRuns()
    {
        var log = new CallLog();
        await using var bus = await TestBus.StartAsync();
        var e = new ThrowingPartsEvent(new ThrowingPartsWork(log) { Key = static () => throw new InvalidDataException("no key") }, 1);

        for (int i = 0; i < 80; i++)
        {
            Assert.Throws<InvalidDataException>(() => bus.Topic<ThrowingPartsEvent>().Emit(e));
            Assert.Throws<InvalidDataException>(() => bus.Topic<ThrowingPartsEvent>().TryEnqueue(e));
            await Assert.ThrowsAsync<InvalidDataException>(() => bus.Topic<ThrowingPartsEvent>().EmitAsync(e).AsTask());
        }

        await bus.DrainAsync();
        Assert.Empty(log.Entries);
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task KeyThatCannotBeRead_StopsNoHandlerThatAnEmitRunsItself()
    {
        await using var bus = await TestBus.StartAsync();
        var e = new UnreadableKeyEvent();
        bus.Topic<UnreadableKeyEvent>().Subscribe(new Action<UnreadableKeyEvent>(static _ => throw new InvalidOperationException()));
        int handled = 0;
        bus.Topic<UnreadableKeyEvent>().Subscribe(_ => handled++);

        for (int i = 0; i < 80; i++) bus.Topic<UnreadableKeyEvent>().Emit(e);
        await bus.DrainAsync();

        Assert.Equal((80, 80, 80), (handled, bus.GetHealth().Failed, bus.DeadLetters.Count));
    }

    [Fact]
    public async Task KeyThatCannotBeRead_StopsNoLaterAttempt()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Retry = new RetryPolicy { Attempts = 3, Delay = TimeSpan.Zero });
        bus.Topic<UnreadableKeyEvent>().Subscribe(new Action<UnreadableKeyEvent>(static _ => throw new InvalidOperationException()));

        bus.Topic<UnreadableKeyEvent>().Emit(new UnreadableKeyEvent());
        await bus.DrainAsync();

        Assert.Equal((3, 1), (bus.GetHealth().Failed, bus.DeadLetters.Count));
    }

    [Fact]
    public async Task InvokeAsync_OfAHostileException_RunsTheOthers_AndNamesTheHandler()
    {
        var log = new CallLog();
        await using var services = Services();
        await using var bus = await TestBus.StartAsync(services: services);
        var work = new ThrowingPartsWork(log) { Failure = static () => new HostileException(), Key = static () => throw new HostileException() };

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<ThrowingPartsEvent>().InvokeAsync(new ThrowingPartsEvent(work, 1)).AsTask());

        Assert.Equal(["second 1", "third 1"], log.Entries);
        Assert.Equal(["fails", "first"], thrown.Failures.Select(static failure => failure.Handler));   // the publisher needs the key
        Assert.Contains("'fails'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallbackOnAHandlersToken_ThatThrowsWhenItsTimeIsOver_EndsNoProcess()
    {
        var clock = new ManualTimeProvider();
        await using var bus = await TestBus.StartAsync(options => (options.TimeProvider, options.HandlerTimeout) = (clock, TimeSpan.FromSeconds(1)));
        bus.Topic<Ping>().Subscribe(static (Ping _, CancellationToken token) =>
        {
            using var called = new ManualResetEventSlim();
            using var registration = token.Register(() =>
            {
                called.Set();
                throw new HostileException();
            });
            Assert.True(called.Wait(Deadline.Default, CancellationToken.None));
        });

        var emitting = Task.Run(() => bus.Topic<Ping>().Emit(new Ping()));
        await clock.WhenPendingAsync(1);
        clock.Advance(TimeSpan.FromSeconds(1));
        await Deadline.WithinAsync(emitting, "the emit");
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await clock.WhenPendingAsync(1);
        clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.EqualAsync(2, () => bus.GetHealth().Failed);
        await bus.DrainAsync();
    }

    [Fact]
    public async Task CallbackOnATransportsToken_ThatThrowsWhenAStopIsCancelled_ReachesNoOne()
    {
        using var enough = new CancellationTokenSource();
        var transport = new ThrowingCallbackTransport();
        await using var bus = await TestBus.StartAsync(publishers: [transport]);
        Task<DrainReport> stop = bus.StopAsync(enough.Token);
        await transport.Asked;

        await enough.CancelAsync();   // throws what a callback throws

        await Deadline.WithinAsync(stop, "the stop");
    }

    [Fact]
    public async Task ReceivedMessage_OfWhichTheKeyCannotBeRead_IsRejected()
    {
        var transport = new ManualTransport();
        await using var bus = await TestBus.StartAsync(publishers: [transport]);

        var result = await transport.Receiver!.ReceiveAsync(Messages.Received("{}", eventId: "unreadable.key"));

        Assert.Equal((ReceiveStatus.Rejected, "Its key cannot be read."), (result.Status, result.Reason));
        await bus.DrainAsync();
    }

    [Fact]
    public async Task Replay_WhereTheKeyCannotBeRead_KeepsTheLetter()
    {
        await using var bus = await TestBus.StartAsync();
        bus.Topic<UnreadableKeyEvent>().Subscribe(new Action<UnreadableKeyEvent>(static _ => throw new InvalidOperationException()));
        bus.Topic<UnreadableKeyEvent>().Emit(new UnreadableKeyEvent());
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());

        var refusal = await Assert.ThrowsAsync<DeadLetterReplayException>(() => bus.DeadLetters.ReplayAsync(deadLetter.Id));

        Assert.Contains(nameof(UnreadableKeyEvent), refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Replay_WhereAConverterThrows_KeepsTheLetter()
    {
        await using var services = Services();
        await using var bus = await TestBus.StartAsync(services: services, build: static builder => builder.UseDeadLetterStore(new Delivery.JsonOnlyStore()));
        await bus.Topic<ThrowingPartsEvent>().EmitAsync(new ThrowingPartsEvent(new ThrowingPartsWork(new CallLog()), 1));
        await Eventually.EqualAsync(1, () => bus.DeadLetters.Count);
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());

        await Assert.ThrowsAsync<DeadLetterReplayException>(() => bus.DeadLetters.ReplayAsync(deadLetter.Id));

        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Health_WhereTheStoreCannotCount_SaysSo_AndGivesTheLastNumber()
    {
        await using var bus = await TestBus.StartAsync(build: static builder => builder.UseDeadLetterStore(new HostileStore("Count")));

        var health = bus.GetHealth();

        Assert.Equal((EventBusStatus.Degraded, 0L), (health.Status, health.DeadLetters));
        Assert.Contains("InvalidOperationException", Assert.Single(health.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Record_NamesEveryCase()
    {
        string record = File.ReadAllText(Path.Combine(Repository.Root, "src", "docs", "decisions", "foreign-code.md"));

        Assert.All(ForeignCalls.OfABus.Concat(ForeignCalls.OfTheProcess).Skip(1), foreign => Assert.Contains(foreign.Name, record, StringComparison.Ordinal));
    }

    private static ServiceProvider Services() => new ServiceCollection().AddScoped<ThrowingService>().BuildServiceProvider();

    internal static TheoryData<string, EmitCall> CasesOf(IEnumerable<ForeignCall> calls)
    {
        var cases = new TheoryData<string, EmitCall>();
        foreach (var call in calls)
        {
            foreach (var emit in new[] { EmitCall.Emit, EmitCall.EmitAsync, EmitCall.TryEnqueue }) cases.Add(call.Name, emit);
        }

        return cases;
    }
}

/// <summary>An event whose key cannot be read.</summary>
[Event]
public sealed class UnreadableKeyEvent
{
    [EventKey]
    public string Key => throw new InvalidOperationException("no key");
}
