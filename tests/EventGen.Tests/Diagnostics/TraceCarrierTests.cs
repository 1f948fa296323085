using System.Collections.Concurrent;
using System.Diagnostics;
using EventGen.Tests.Receiving;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace EventGen.Tests.Diagnostics;

/// <summary>
/// The trace of an emit is that of all that follows from it, whether somebody listens and whether the trace is sampled:
/// of handlers, of what they emit, of retries, of publishers and of the messages that they send.
/// </summary>
[Collection(nameof(TelemetryTests))]
public sealed class TraceCarrierTests : IDisposable
{
    private const string State = "vendor=1";

    private readonly ConcurrentQueue<ActivityContext> _seen = new();
    private readonly Spans _spans = new();
    private IDisposable? _listening;

    /// <summary>Who listens to EventGen's spans.</summary>
    public enum Listener
    {
        /// <summary>Nobody.</summary>
        None,

        /// <summary>The OpenTelemetry SDK, which samples what its parent samples, and every trace that begins here.</summary>
        ParentBased,

        /// <summary>The OpenTelemetry SDK, which samples nothing.</summary>
        AlwaysOff,

        /// <summary>A listener that refuses every span, so that none is made.</summary>
        Refusing,
    }

    public static MatrixTheoryData<EmitCall, Listener, bool> Cases => new(Enum.GetValues<EmitCall>(), Enum.GetValues<Listener>(), [false, true]);

    public static MatrixTheoryData<Listener, bool> Listeners => new(Enum.GetValues<Listener>(), [false, true]);

    public void Dispose() => _listening?.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task HandlersOfEveryKind_AndPublishers_RunInTheTraceOfTheEmit(EmitCall call, Listener listener, bool sampled)
    {
        Listen(listener);
        await using var bus = await StartAsync();
        bus.Topic<TracedEvent>().Subscribe(_ => See());
        bus.Topic<TracedEvent>().Subscribe(async _ =>
        {
            await Task.Yield();
            See();
        });

        var request = await EmitInRequestAsync(() => bus.Topic<TracedEvent>().EmitByAsync(call, new TracedEvent()), sampled);
        await bus.DrainAsync();

        AssertTraced(request, listener, seen: 3);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task EventThatAHandlerEmits_IsInTheTraceOfItsCause_AndIsSampledAsThatIs(EmitCall call, Listener listener, bool sampled)
    {
        Listen(listener);
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(async _ => await bus.Topic<Pong>().EmitByAsync(call, new Pong()));
        bus.Topic<Pong>().Subscribe(_ => bus.Topic<TracedEvent>().Emit(new TracedEvent()));

        var request = await EmitInRequestAsync(() => bus.Topic<Ping>().EmitByAsync(call, new Ping()), sampled);
        await bus.DrainAsync();

        AssertTraced(request, listener, seen: 1);
    }

    [Theory]
    [MemberData(nameof(Listeners))]
    public async Task Message_HasTheContextOfTheEmit_AlsoThroughAnEventWithoutContext(Listener listener, bool sampled)
    {
        Listen(listener);
        var publisher = new MemoryPublisher("first");
        await using var bus = await TestBus.StartAsync(publishers: [publisher]);
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            await Task.Yield();
            await bus.Topic<TracedEvent>().EmitAsync(new TracedEvent());
        });

        var request = await EmitInRequestAsync(async () => await bus.Topic<Ping>().EmitAsync(new Ping()), sampled);
        await bus.DrainAsync();

        var message = Assert.Single(publisher.Messages);
        Assert.StartsWith($"00-{request.TraceId}-", message.TraceParent);
        Assert.EndsWith(sampled ? "-01" : "-00", message.TraceParent);
        Assert.Equal((State, request.TraceId.ToHexString()), (message.TraceState, message.Metadata.TraceId));
    }

    [Theory]
    [MemberData(nameof(Listeners))]
    public async Task Retry_RunsInTheTraceOfTheEmit(Listener listener, bool sampled)
    {
        Listen(listener);
        await using var bus = await StartAsync(static options => options.Retry = new RetryPolicy { Attempts = 2, Delay = TimeSpan.Zero });
        int attempts = 0;
        bus.Topic<Ping>().Subscribe(_ =>
        {
            See();
            if (Interlocked.Increment(ref attempts) == 1) throw new InvalidOperationException();
        });

        var request = await EmitInRequestAsync(async () => await bus.Topic<Ping>().EmitAsync(new Ping()), sampled);
        await bus.DrainAsync();

        AssertTraced(request, listener, seen: 2);
    }

    [Theory]
    [MemberData(nameof(Listeners))]
    public async Task ReplayedDeadLetter_RunsInTheTraceOfTheEmit(Listener listener, bool sampled)
    {
        Listen(listener);
        await using var bus = await StartAsync();
        bool fails = true;
        bus.Topic<Ping>().Subscribe(_ =>
        {
            See();
            if (fails) throw new InvalidOperationException();
        });

        var request = await EmitInRequestAsync(async () => await bus.Topic<Ping>().EmitAsync(new Ping()), sampled);
        await Eventually.TrueAsync(() => bus.GetHealth().DeadLetters == 1);
        fails = false;
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());
        Assert.True(await bus.DeadLetters.ReplayAsync(deadLetter.Id));
        await bus.DrainAsync();

        AssertTraced(request, listener, seen: 2);
    }

    [Theory]
    [MemberData(nameof(Listeners))]
    public async Task ReceivedEvent_AndItsRetry_RunInTheTraceOfItsSender(Listener listener, bool sampled)
    {
        Listen(listener);
        var transport = new ManualTransport("second");
        await using var bus = await TestBus.StartAsync(
            static options => options.Retry = new RetryPolicy { Attempts = 2, Delay = TimeSpan.Zero }, publishers: [transport, new SeeingPublisher(See)]);
        int attempts = 0;
        bus.Topic<ReceivedEvent>().Subscribe(async _ =>
        {
            See();
            Assert.Equal(Messages.TraceParent[3..35], Activity.Current?.TraceId.ToHexString());
            if (Interlocked.Increment(ref attempts) == 1) throw new InvalidOperationException();
            await bus.Topic<TracedEvent>().EmitAsync(new TracedEvent());
        });
        string traceParent = Messages.TraceParent[..^1] + (sampled ? "1" : "0");
        var message = new EventMessage
        {
            Id = Messages.Id, EventId = "received", Payload = Messages.Received().Payload, Timestamp = Messages.Time, TraceParent = traceParent, TraceState = State,
        };

        await transport.Receiver!.ReceiveAsync(message);
        await bus.DrainAsync();

        Assert.Equal(2, attempts);
        AssertTraced(ActivityContext.Parse(traceParent, State), listener, seen: 3);
    }

    [Fact]
    public async Task EmitOutsideOfAnyTrace_BelongsToNone_WhereverItGoes()
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            Assert.Null(Activity.Current);
            await bus.Topic<TracedEvent>().EmitAsync(new TracedEvent());
        });

        await bus.Topic<Ping>().EmitAsync(new Ping());
        await bus.DrainAsync();

        Assert.Equal(default, Assert.Single(_seen));
    }

    [Fact]
    public async Task ActivityOfAnotherFormat_IsNoTrace_AndGivesTheMessageNone()
    {
        var publisher = new MemoryPublisher("first");
        await using var bus = await TestBus.StartAsync(publishers: [publisher]);
        using (var old = new Activity("old") { TraceStateString = State }.SetIdFormat(ActivityIdFormat.Hierarchical).Start())
        {
            old.ActivityTraceFlags = ActivityTraceFlags.Recorded;
            await bus.Topic<TracedEvent>().EmitAsync(new TracedEvent());
        }

        await bus.DrainAsync();

        var message = Assert.Single(publisher.Messages);
        Assert.Equal((null, null, null), (message.TraceParent, message.TraceState, message.Metadata.TraceId));
    }

    private Task<EventBus> StartAsync(Action<EventBusOptions>? options = null) => TestBus.StartAsync(options, publishers: [new SeeingPublisher(See)]);

    private void See() => _seen.Enqueue(Activity.Current?.Context ?? default);

    // As ASP.NET Core has one for a request: whether somebody listens or not.
    private static async Task<ActivityContext> EmitInRequestAsync(Func<Task> emit, bool sampled)
    {
        using var request = new Activity("request") { TraceStateString = State }
            .SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), sampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None)
            .Start();
        await emit();
        return request.Context;
    }

    private void AssertTraced(ActivityContext request, Listener listener, int seen)
    {
        Assert.Equal(seen, _seen.Count);

        // Where nobody listens, a worker runs an event outside of any activity: that costs nothing. It is never another trace.
        var inTrace = listener == Listener.None ? _seen.Where(static context => context != default) : _seen;
        Assert.All(inTrace, context => Assert.Equal((request.TraceId, State), (context.TraceId, context.TraceState)));

        // What is not sampled stays so. What is sampled may be refused by who listens.
        if (request.TraceFlags == ActivityTraceFlags.None) Assert.All(_seen, static context => Assert.Equal(ActivityTraceFlags.None, context.TraceFlags));
        if (request.TraceFlags == ActivityTraceFlags.None || listener != Listener.ParentBased) Assert.Empty(_spans.Items);
        else Assert.All(_spans.Items, span => Assert.Equal(request.TraceId, span.TraceId));
    }

    private void Listen(Listener listener)
    {
        if (listener == Listener.Refusing)
        {
            var refusing = new ActivityListener
            {
                ShouldListenTo = static source => source.Name == EventGenTelemetry.ActivitySourceName,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.None,
            };
            ActivitySource.AddActivityListener(refusing);
            _listening = refusing;
        }
        else if (listener != Listener.None)
        {
            _listening = Sdk.CreateTracerProviderBuilder()
                .AddSource(EventGenTelemetry.ActivitySourceName)
                .SetSampler(listener == Listener.AlwaysOff ? new AlwaysOffSampler() : new ParentBasedSampler(new AlwaysOnSampler()))
                .AddProcessor(new SimpleActivityExportProcessor(_spans))
                .Build();
        }
    }

    private sealed class SeeingPublisher(Action see) : IEventPublisher
    {
        public string Name => "first";

        public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
        {
            see();
            return default;
        }

        public ValueTask DisposeAsync() => default;
    }

    private sealed class Spans : BaseExporter<Activity>
    {
        private readonly ConcurrentQueue<Activity> _items = new();

        public IReadOnlyCollection<Activity> Items => _items;

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch) _items.Enqueue(span);
            return ExportResult.Success;
        }
    }
}

/// <summary>An event that only the tests of traces emit, and that is published.</summary>
[Event]
[PublishTo("first")]
public sealed record TracedEvent(int Number = 0);
