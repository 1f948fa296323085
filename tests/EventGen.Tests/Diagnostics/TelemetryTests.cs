using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using EventGen.Tests.Receiving;

namespace EventGen.Tests.Diagnostics;

/// <summary>With real listeners. They hear the whole process: so nothing else runs at the same time, least of all what measures allocations.</summary>
[CollectionDefinition(nameof(TelemetryTests), DisableParallelization = true)]
[Collection(nameof(TelemetryTests))]
public sealed class TelemetryTests : IDisposable
{
    private static readonly ActivitySource s_tests = new("EventGen.Tests");

    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly ActivityListener _spanListener;
    private readonly Activity _root;

    public TelemetryTests()
    {
        _spanListener = Listener();
        _root = s_tests.StartActivity("test")!;
    }

    public void Dispose()
    {
        _root.Dispose();
        _spanListener.Dispose();
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task EveryCall_HasASendSpan_AndAProcessSpanForEachHandler_InOneTrace(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        EventContext? context = null;
        Activity? current = null;
        Action<Ping, EventContext> handler = (_, itsContext) => (context, current) = (itsContext, Activity.Current);
        bus.Topic<Ping>().Subscribe(handler);

        await bus.Topic<Ping>().EmitByAsync(call, new Ping());
        await bus.DrainAsync();

        var send = Assert.Single(Spans("send ping"));
        var process = Assert.Single(Spans("process ping"));
        Assert.Equal((ActivityKind.Producer, _root.SpanId), (send.Kind, send.ParentSpanId));
        Assert.Equal((ActivityKind.Consumer, send.SpanId), (process.Kind, process.ParentSpanId));
        Assert.Equal(send.Context, Assert.Single(process.Links).Context);
        Assert.Same(process, current);
        Assert.Equal(
            [
                ("eventgen.handler", $"{handler.Method.DeclaringType!.FullName}.{handler.Method.Name}"), ("messaging.destination.name", "ping"), ("messaging.message.id", context!.Id.ToString()),
                ("messaging.operation.name", "process"), ("messaging.operation.type", "process"), ("messaging.system", "eventgen"),
            ],
            process.TagObjects.Select(static tag => (tag.Key, (string)tag.Value!)).Order());
        Assert.Equal(_root.TraceId.ToHexString(), context.Metadata.TraceId);
    }

    [Fact]
    public async Task ListenerThatComesLate_IsNoticedByATopicThatWasKept()
    {
        _spanListener.Dispose();
        await using var bus = await TestBus.StartAsync();
        var topic = bus.Topic<Ping>();
        topic.Subscribe(static _ => { });
        topic.Emit(new Ping());
        Assert.Empty(Spans("process ping"));

        using var late = Listener();
        await Eventually.TrueAsync(() =>
        {
            topic.Emit(new Ping());
            return Spans("process ping").Any();
        });
    }

    [Fact]
    public async Task HandlerThatFails_FailsItsSpan_AndNoOther()
    {
        await using var bus = await TestBus.StartAsync();
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidOperationException("secret")));
        bus.Topic<Ping>().Subscribe(async _ => await Task.Yield());

        await bus.Topic<Ping>().EmitAsync(new Ping());
        await bus.DrainAsync();

        var failed = Spans("process ping").Single(static span => span.Status == ActivityStatusCode.Error);
        Assert.Equal("System.InvalidOperationException", failed.GetTagItem("error.type"));
        Assert.DoesNotContain("secret", failed.StatusDescription ?? "", StringComparison.Ordinal);
        Assert.Equal(ActivityStatusCode.Unset, Spans("process ping").Single(span => span != failed).Status);
        Assert.Equal(ActivityStatusCode.Unset, Assert.Single(Spans("send ping")).Status);
    }

    [Fact]
    public async Task Publisher_HasAPublishSpan_InTheTraceOfTheEmit()
    {
        await using var bus = await TestBus.StartAsync();

        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await bus.DrainAsync();

        Assert.Equal(["first", "second"], Spans("publish two.publishers").Select(static span => span.GetTagItem("eventgen.publisher")).Order());
        Assert.All(Spans("publish two.publishers"), static span => Assert.Equal((ActivityKind.Client, "send"), (span.Kind, span.GetTagItem("messaging.operation.type"))));
    }

    [Fact]
    public async Task EventThatAHandlerEmits_IsInTheTraceOfItsCause()
    {
        await using var bus = await TestBus.StartAsync();
        bus.Topic<Ping>().Subscribe(async _ => await bus.Topic<Pong>().EmitAsync(new Pong(1)));
        bus.Topic<Pong>().Subscribe(static _ => { });

        await bus.Topic<Ping>().EmitAsync(new Ping());
        await bus.DrainAsync();

        Assert.Equal(Assert.Single(Spans("process ping")).SpanId, Assert.Single(Spans("send pong")).ParentSpanId);
    }

    [Fact]
    public async Task RefusedEvent_FailsItsSendSpan()
    {
        await using var bus = TestBus.Create(static options => (options.QueueCapacity, options.WhenQueueFull) = (1, QueueFullMode.Reject));
        Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping()));

        Assert.False(bus.Topic<Ping>().TryEnqueue(new Ping()));
        await Assert.ThrowsAsync<EventQueueFullException>(async () => await bus.Topic<Ping>().EmitAsync(new Ping()));

        Assert.Equal([null, "queue_full", typeof(EventQueueFullException).FullName], Spans("send ping").Select(static span => span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task Meters_MeasureWhatTheyAreNamedFor()
    {
        using var listener = Listen();
        string source = Guid.NewGuid().ToString();
        var bus = TestBus.Create(options => (options.Source, options.QueueCapacity, options.Workers, options.WhenQueueFull) = (source, 2, 1, QueueFullMode.DropOldest));
        bus.Topic<MeteredEvent>().Subscribe(new Action<MeteredEvent>(static e =>
        {
            if (e.Fails) throw new InvalidOperationException();
        }));
        await bus.Topic<MeteredEvent>().EmitAsync(new MeteredEvent(false));
        await bus.Topic<MeteredEvent>().EmitAsync(new MeteredEvent(false));
        await bus.Topic<MeteredEvent>().EmitAsync(new MeteredEvent(true));

        listener.RecordObservableInstruments();
        Assert.Equal(2, Of(EventGenTelemetry.QueueLength).Single(measured => measured.Has(EventGenTelemetry.SourceTag, source)).Value);
        Assert.Equal(2, Of(EventGenTelemetry.QueueCapacity).Single(measured => measured.Has(EventGenTelemetry.SourceTag, source)).Value);

        await bus.StartAsync();
        await bus.DrainAsync();

        await Eventually.TrueAsync(() => Of(EventGenTelemetry.EventsDropped).Any());   // counted outside of the queue's lock
        string handler = Of(EventGenTelemetry.HandlerFailures).Single().Tag(EventGenTelemetry.HandlerTag);
        Assert.Equal((1, 1, 2, 3), (Of(EventGenTelemetry.EventsDropped).Count(), Of(EventGenTelemetry.DeadLetters).Count(), Of(EventGenTelemetry.ConsumedMessages).Count(), Of(EventGenTelemetry.SentMessages).Count()));
        Assert.Equal(3, Of(EventGenTelemetry.OperationDuration).Count());
        var durations = Of(EventGenTelemetry.ProcessDuration).ToList();
        Assert.Equal(2, durations.Count);
        Assert.All(durations, measured => Assert.Equal((handler, "metered"), (measured.Tag(EventGenTelemetry.HandlerTag), measured.Tag("messaging.destination.name"))));
        Assert.Equal(typeof(InvalidOperationException).FullName, Assert.Single(durations, static measured => measured.Has("error.type")).Tag("error.type"));

        _measured.Clear();
        listener.RecordObservableInstruments();
        Assert.DoesNotContain(_measured, measured => measured.Has(EventGenTelemetry.SourceTag, source));
    }

    [Fact]
    public async Task RejectedMessage_IsMeteredByItsPublisher_AndByNoNameFromOutside()
    {
        using var listener = Listen();
        var transport = new ManualTransport("second");
        await using var bus = await TestBus.StartAsync(publishers: [transport]);

        await transport.Receiver!.ReceiveAsync(Messages.Received(eventId: "hostile"));
        await transport.Receiver.ReceiveAsync(Messages.Received("[]"));

        var deadLetters = _measured.Where(static measured => measured.Instrument == EventGenTelemetry.DeadLetters && measured.Has(EventGenTelemetry.PublisherTag, "second")).ToList();
        Assert.Equal([false, true], deadLetters.Select(static measured => measured.Has("messaging.destination.name")));
        Assert.Equal("received", deadLetters[1].Tag("messaging.destination.name"));
        Assert.All(deadLetters, static measured => Assert.Equal("message_rejected", measured.Tag("error.type")));
        Assert.DoesNotContain(_measured, static measured => measured.Tags.Any(static tag => tag.Value as string == "hostile"));
    }

    [Fact]
    public async Task WhatATransportReceives_AndLoses_IsMeteredByItsPublisher()
    {
        using var listener = Listen();
        var transport = new ManualTransport("third");
        await using var bus = await TestBus.StartAsync(publishers: [transport]);

        await transport.Receiver!.ReceiveAsync(Messages.Received());
        await transport.Receiver.ReceiveAsync(Messages.Received("[]"));
        await transport.Receiver.ReceiveAsync("no message"u8.ToArray());
        await transport.Receiver.RejectAsync(Messages.Received(), "It came too often.");
        transport.Receiver.ReportLost(7, "Nobody took them.");

        Assert.Equal((4, 7), (Sum(EventGenTelemetry.ReceivedMessages), Sum(EventGenTelemetry.LostMessages)));

        double Sum(string instrument) => _measured.Where(measured => measured.Instrument == instrument && measured.Has(EventGenTelemetry.PublisherTag, "third")).Sum(static measured => measured.Value);
    }

    private ActivityListener Listener()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is EventGenTelemetry.ActivitySourceName or "EventGen.Tests",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private IEnumerable<Activity> Spans(string name) => _spans.Where(span => span.TraceId == _root.TraceId && span.DisplayName == name);

    private IEnumerable<Measured> Of(string instrument) => _measured.Where(measured => measured.Instrument == instrument
        && (measured.Has(EventGenTelemetry.SourceTag) || measured.Tag("messaging.destination.name") == "metered"));

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == EventGenTelemetry.MeterName) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _measured.Enqueue(new Measured(instrument.Name, value, tags.ToArray())));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _measured.Enqueue(new Measured(instrument.Name, value, tags.ToArray())));
        listener.Start();
        return listener;
    }

    private sealed record Measured(string Instrument, double Value, KeyValuePair<string, object?>[] Tags)
    {
        public bool Has(string tag, string? value = null) => Tags.Any(one => one.Key == tag && (value is null || value == one.Value as string));

        public string Tag(string tag) => (string)Tags.Single(one => one.Key == tag).Value!;
    }
}

/// <summary>An event that only the tests of meters emit.</summary>
[Event]
public sealed record MeteredEvent(bool Fails);
