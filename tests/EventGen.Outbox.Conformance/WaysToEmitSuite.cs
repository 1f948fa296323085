using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EventGen.Outbox.Conformance;

/// <summary>What holds for a durable event whichever way it is emitted.</summary>
public abstract class WaysToEmitSuite(StoreBackend backend) : StoreSuite(backend)
{
    private const int MaxDepth = 10;

    private readonly string _run = Guid.NewGuid().ToString();

    private Mailroom Room => Mailroom.Of(_run);

    public static TheoryData<string> Ways => ["Emit", "EmitAsync", "id", "schedule", "json", "transaction", "batch"];

    public static TheoryData<string> WaysInAHandler => ["Emit", "EmitAsync", "id", "schedule"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task EveryEmit_HasASpanThatItsHandlersBelongTo_AndIsCountedAndTold(string way)
    {
        var observer = new Emissions();
        await using var bus = await StartAsync(observer: observer);
        bus.Statistics.Start();
        using var listening = new Listening();

        await EmitAsync(bus, way);
        await DeliveredAsync(bus);

        var send = Assert.Single(listening.Spans("send test.posted"));
        Assert.Equal((ActivityKind.Producer, ActivityStatusCode.Unset), (send.Kind, send.Status));
        if (way != "batch") Assert.Equal(send.SpanId, Assert.Single(Assert.Single(listening.Spans("process test.posted")).Links).Context.SpanId);
        Assert.Equal([("messaging.client.operation.duration", 1L), ("messaging.client.sent.messages", 1L)], listening.Measured("test.posted"));
        Assert.Equal([1], observer.Numbers);
        Assert.Equal(1, bus.Statistics.Find("test.posted")!.Emitted);
        Assert.Equal([1], Room.Handled);
    }

    [Theory]
    [MemberData(nameof(WaysInAHandler))]
    public async Task AnEmitInAHandlersTransaction_IsToldOnceThatIsCommitted_AndNotWhenItIsRolledBack(string way)
    {
        var observer = new Emissions();
        await using var bus = await StartAsync(observer: observer);
        bus.Statistics.Start();
        using var listening = new Listening();
        int attempts = 0;
        Room.Chore = async (transaction, _, token) =>
        {
            await transaction.BeginAsync(token);
            await EmitAsync(bus, way);
            Assert.Empty(observer.Numbers);
            if (++attempts == 1) throw new InvalidOperationException("The first attempt fails.");
        };

        await bus.Topic<Chore>().EmitAsync(new Chore(_run, 1), Cancellation);
        await DeliveredAsync(bus);

        Assert.Equal(2, attempts);
        Assert.Equal([1], observer.Numbers);
        Assert.Equal(1, bus.Statistics.Find("test.posted")!.Emitted);
        Assert.Equal(2, listening.Spans("send test.posted").Count());
        Assert.Equal([1], Room.Handled);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task AnEmitThatIsRefused_SaysSoInItsSpan_AndIsNeitherCountedNorTold(string way)
    {
        var observer = new Emissions();
        await using var bus = await StartAsync(observer: observer, outbox: static options => (options.MaxPending, options.PollInterval) = (1, TimeSpan.FromHours(1)));
        bus.Statistics.Start();
        var gate = Room.Gate = new AsyncGate();
        await bus.Topic<Posted>().EmitAsync(new Posted(_run, 8), Cancellation);
        await gate.Reached;
        using var listening = new Listening();

        await Assert.ThrowsAsync<OutboxFullException>(async () => await EmitAsync(bus, way));

        gate.Open();
        Assert.Equal(ActivityStatusCode.Error, Assert.Single(listening.Spans("send test.posted")).Status);
        Assert.Equal([("messaging.client.operation.duration", 1L)], listening.Measured("test.posted"));
        Assert.Equal([8], observer.Numbers);
        Assert.Equal(1, bus.Statistics.Find("test.posted")!.Emitted);
    }

    [Fact]
    public async Task ABatch_HasOneSpanForEachEventThatItHolds_AndCountsAll()
    {
        var observer = new Emissions();
        await using var bus = await StartAsync(observer: observer);
        bus.Statistics.Start();
        Room.Chore = static (_, _, _) => Task.CompletedTask;
        using var listening = new Listening();
        var batch = new DurableBatch();
        for (int number = 1; number <= 3; number++) batch.Add(bus.Topic<Posted>(), new Posted(_run, number));
        batch.Add(bus.Topic<Chore>(), new Chore(_run, 4));
        Assert.Empty(observer.Numbers);

        await InTransactionAsync(transaction => batch.EmitAsync(transaction, Cancellation));

        Assert.Equal(3, Assert.Single(listening.Spans("send test.posted")).GetTagItem("messaging.batch.message_count"));
        Assert.Equal(1, Assert.Single(listening.Spans("send test.chore")).GetTagItem("messaging.batch.message_count"));
        Assert.Equal([("messaging.client.operation.duration", 1L), ("messaging.client.sent.messages", 3L)], listening.Measured("test.posted"));
        Assert.Equal([1, 2, 3, 4], observer.Numbers);
        Assert.Equal((3L, 1L), (bus.Statistics.Find("test.posted")!.Emitted, bus.Statistics.Find("test.chore")!.Emitted));
        await DeliveredAsync(bus);
    }

    [Fact]
    public async Task SynchronousEmitsInACircle_EndAtTheLimit_AndAreAccepted_UpToThere()
    {
        var observer = new Emissions();
        await using var bus = await StartAsync(configure: static options => options.MaxEmitDepth = MaxDepth, observer: observer);
        var refusals = new ConcurrentQueue<EmitDepthException>();
        Room.Echo = echo =>
        {
            Room.Handled.Enqueue(echo.Number);
            try
            {
                bus.Topic<Echo>().Emit(new Echo(_run, echo.Number + 1));
            }
            catch (EmitDepthException exception)
            {
                refusals.Enqueue(exception);
            }
        };

        bus.Topic<Echo>().Emit(new Echo(_run, 1));
        await DeliveredAsync(bus);

        Assert.Equal("test.echo", Assert.Single(refusals).EventId);
        Assert.Equal(Enumerable.Range(1, MaxDepth), Room.Handled);
        Assert.Equal(MaxDepth, observer.Numbers.Length);
        Assert.Equal(0, observer.Open);
        Assert.Empty(await bus.DeadLetters.ListAsync(cancellationToken: Cancellation));
    }

    private async Task EmitAsync(EventBus bus, string way)
    {
        var topic = bus.Topic<Posted>();
        var posted = new Posted(_run, 1);
        switch (way)
        {
            case "Emit":
                topic.Emit(posted);
                break;
            case "EmitAsync":
                await topic.EmitAsync(posted, Cancellation);
                break;
            case "id":
                await topic.EmitAsync(posted, Guid.CreateVersion7(), Cancellation);
                break;
            case "schedule":
                await topic.ScheduleAsync(posted, TimeSpan.Zero, Cancellation);
                break;
            case "json":
                Assert.Null(await topic.EmitJsonAsync(System.Text.Encoding.UTF8.GetBytes($$"""{"Run":"{{_run}}","Number":1}"""), Cancellation));
                break;
            case "transaction":
                await InTransactionAsync(transaction => topic.EmitAsync(posted, transaction, Cancellation));
                break;
            default:
                var batch = new DurableBatch();
                batch.Add(topic, posted);
                await InTransactionAsync(transaction => batch.EmitAsync(transaction, Cancellation));
                break;
        }
    }

    private async Task InTransactionAsync(Func<DbTransaction, ValueTask> write)
    {
        await using var connection = await Backend.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await write(transaction);
        await transaction.CommitAsync(Cancellation);
    }

    /// <summary>What a bus says was emitted. Thread safe.</summary>
    private sealed class Emissions : BusObserver
    {
        private readonly ConcurrentQueue<int> _numbers = new();
        private int _open;

        public int[] Numbers => [.. _numbers];

        public int Open => Volatile.Read(ref _open);

        public override void Emitted(EventTopic topic, object payload)
        {
            if (payload is Posted posted) _numbers.Enqueue(posted.Number);
            if (payload is Echo echo) _numbers.Enqueue(echo.Number);
            if (payload is Chore { Number: 4 } chore) _numbers.Enqueue(chore.Number);
        }

        public override void InvocationFailed(IReadOnlyList<DeliveryFailure> failures)
        {
        }

        public override void Began() => Interlocked.Increment(ref _open);

        public override void Ended() => Interlocked.Decrement(ref _open);

        public override void WorkEnded()
        {
        }
    }

    /// <summary>Keeps the spans of one trace, and what is measured in it. Thread safe.</summary>
    private sealed class Listening : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _spans = new();
        private readonly ConcurrentQueue<(string Instrument, string? EventId, long Count)> _measured = new();
        private readonly ActivityListener _listener;
        private readonly MeterListener _meters;
        private readonly Activity _root;

        public Listening()
        {
            _root = new Activity("test") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetIdFormat(ActivityIdFormat.W3C).Start();
            _listener = new ActivityListener
            {
                ShouldListenTo = static source => source.Name == EventGenTelemetry.ActivitySourceName,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _spans.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
            _meters = new MeterListener
            {
                InstrumentPublished = static (instrument, listener) =>
                {
                    if (instrument.Meter.Name == EventGenTelemetry.MeterName && instrument.Name.StartsWith("messaging.client.", StringComparison.Ordinal)) listener.EnableMeasurementEvents(instrument);
                },
            };
            _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
            _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, 1, tags));
            _meters.Start();
        }

        public IEnumerable<Activity> Spans(string name) => _spans.Where(span => span.TraceId == _root.TraceId && span.DisplayName == name);

        /// <summary>The instruments and what they came to, apart from what workers take from the queue.</summary>
        public IEnumerable<(string Instrument, long Count)> Measured(string eventId) => _measured
            .Where(one => one.EventId == eventId && one.Instrument != "messaging.client.consumed.messages")
            .GroupBy(static one => one.Instrument).Select(static group => (group.Key, group.Sum(static one => one.Count))).Order();

        public void Dispose()
        {
            _root.Dispose();
            _listener.Dispose();
            _meters.Dispose();
        }

        // Other tests of the process have traces of their own.
        private void Note(Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (Activity.Current?.TraceId != _root.TraceId) return;
            string? eventId = null;
            foreach (var tag in tags)
            {
                if (tag.Key == "messaging.destination.name") eventId = tag.Value as string;
            }

            _measured.Enqueue((instrument.Name, eventId, count));
        }
    }
}
