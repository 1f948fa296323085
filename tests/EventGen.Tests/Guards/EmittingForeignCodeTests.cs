using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json.Serialization;
using EventGen.Tests.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Tests.Guards;

/// <summary>
/// Whatever code an emit calls may emit in turn, and so have itself called again: that ends at the limit, and not with the stack. Listeners
/// hear the whole process, so nothing else runs at the same time.
/// </summary>
[Collection(nameof(TelemetryTests))]
public sealed class EmittingForeignCodeTests
{
    private const int Limit = ForeignCallScope.DefaultLimit;

    public static TheoryData<string, EmitCall> Calls
    {
        get
        {
            var cases = new TheoryData<string, EmitCall>();
            foreach (string call in new[]
            {
                "IEventMetadataSource.Current", "[EventKey]", "ILogger.Log", "ILogger.IsEnabled", "EventBus.DeliveryFailed", "JsonConverter.Write", "Exception.Message",
                "IDeadLetterStore.AddAsync", "TimeProvider.GetUtcNow", "TimeProvider.CreateTimer", "IEventMiddleware.InvokeAsync", "IEventPublisher.PublishAsync",
                "a service's factory", "a service's disposal", "a handler's constructor", "a subscriber", "EventStreamOptions.Filter",
                "MeterListener, a measurement", "ActivityListener.Sample", "ActivityListener.ActivityStarted", "ActivityListener.ActivityStopped",
            })
            {
                foreach (var emit in Enum.GetValues<EmitCall>()) cases.Add(call, emit);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task CodeThatEmits_IsCalledToTheLimit(string foreign, EmitCall call)
    {
        EventBus bus = null!;
        ThrowingPartsWork work = new(new CallLog());
        var code = new EmittingCode(() => _ = EmitAsync(bus, foreign, call, work));
        Prepare(work, foreign, code);
        await using var services = new ServiceCollection().AddScoped(_ => Service(foreign, code)).BuildServiceProvider();
        bus = TestBus.Create(options => Set(options, foreign, code), services, foreign == "IEventPublisher.PublishAsync" ? [new EmittingCode.Publisher(code)] : [], builder => Build(builder, foreign, code));
        object? kept = Subscribe(bus, foreign, code);
        await bus.StartAsync();
        using (Listen(foreign, code))
        {
            await EmitAsync(bus, foreign, call, work);
            await bus.DrainAsync();
        }

        GC.KeepAlive(kept);   // a stream that is forgotten ends

        // An invocation reports its failures to its caller alone, and a handler that emits may stand between two calls.
        Assert.InRange(code.Deepest, call == EmitCall.InvokeAsync ? 0 : 1, 2 * Limit);
    }

    [Fact]
    public async Task MetadataSourceThatEmits_HasItsEventsEmitted_AndIsLogged()
    {
        EventBus bus = null!;
        var code = new EmittingCode(() => bus.Topic<Ping>().Emit(new Ping()));
        var logger = new RecordingLogger();
        bus = await TestBus.StartAsync(static options => options.MaxEmitDepth = 3, build: builder => builder.UseLogging(logger).AddMetadataSource(new EmittingCode.Metadata(code)));
        int handled = 0;
        bus.Topic<Ping>().Subscribe((_, _) => Interlocked.Increment(ref handled));

        bus.Topic<Ping>().Emit(new Ping());
        await bus.DrainAsync();

        Assert.Equal(3, code.Deepest);
        Assert.True(handled > 1);
        Assert.Contains(logger.Entries, static entry => entry.Exception is EmitDepthException { EventId: "" });
    }

    [Fact]
    public async Task KeyThatEmits_RefusesItsEvent()
    {
        await using var bus = await TestBus.StartAsync();
        var work = new ThrowingPartsWork(new CallLog());
        work.Key = () =>
        {
            bus.Topic<ThrowingPartsEvent>().TryEnqueue(new ThrowingPartsEvent(work, 1));
            return "key";
        };

        Assert.Throws<EmitDepthException>(() => bus.Topic<ThrowingPartsEvent>().TryEnqueue(new ThrowingPartsEvent(work, 1)));

        await bus.DrainAsync();
        Assert.Empty(work.Calls.Entries);
    }

    private static Task EmitAsync(EventBus bus, string foreign, EmitCall call, ThrowingPartsWork work) => foreign switch
    {
        "[EventKey]" or "IEventPublisher.PublishAsync" => IgnoreAsync(() => bus.Topic<ThrowingPartsEvent>().EmitByAsync(call, new ThrowingPartsEvent(work, 1))),
        "a handler's constructor" => IgnoreAsync(() => bus.Topic<ThrowingPartsEvent>().EmitByAsync(call, new ThrowingPartsEvent(work, 1))),
        "a service's factory" or "a service's disposal" => IgnoreAsync(() => bus.Topic<ServiceHandlerEvent>().EmitByAsync(call, new ServiceHandlerEvent())),
        _ => IgnoreAsync(() => bus.Topic<FailingHandlerOnlyEvent>().EmitByAsync(call, new FailingHandlerOnlyEvent(work))),
    };

    // What an emit in a circle throws is decided elsewhere.
    private static async Task IgnoreAsync(Func<Task> emit)
    {
        try
        {
            await emit();
        }
        catch (Exception exception) when (exception is EmitDepthException or EventDispatchException or EventBusStoppedException)
        {
        }
    }

    private static void Prepare(ThrowingPartsWork work, string foreign, EmittingCode code)
    {
        if (foreign == "[EventKey]")
        {
            work.Key = () =>
            {
                code.Run();
                return "key";
            };
        }

        if (foreign == "JsonConverter.Write") work.Write = code.Run;
        if (foreign == "Exception.Message") work.Failure = () => new EmittingCode.Failure(code);
    }

    private static void Set(EventBusOptions options, string foreign, EmittingCode code)
    {
        options.QueueCapacity = 100_000;
        options.WhenQueueFull = QueueFullMode.Reject;
        if (foreign.StartsWith("TimeProvider.", StringComparison.Ordinal)) options.TimeProvider = new EmittingCode.Clock(code, foreign["TimeProvider.".Length..]);
        if (foreign == "TimeProvider.CreateTimer") options.Retry = new RetryPolicy { Attempts = 2, Delay = TimeSpan.FromMilliseconds(1), Jitter = false };
    }

    private static void Build(EventBusBuilder builder, string foreign, EmittingCode code)
    {
        if (foreign == "IEventMetadataSource.Current") builder.AddMetadataSource(new EmittingCode.Metadata(code));
        if (foreign.StartsWith("ILogger.", StringComparison.Ordinal)) builder.UseLogging(new EmittingCode.Logger(code, foreign["ILogger.".Length..]));
        if (foreign == "IDeadLetterStore.AddAsync") builder.UseDeadLetterStore(new EmittingCode.Store(code));
        if (foreign == "IEventMiddleware.InvokeAsync") builder.AddMiddleware(new EmittingCode.Middleware(code));
    }

    private static object? Subscribe(EventBus bus, string foreign, EmittingCode code)
    {
        if (foreign == "EventBus.DeliveryFailed") bus.DeliveryFailed += (_, _) => code.Run();
        if (foreign == "a subscriber") return bus.Topic<FailingHandlerOnlyEvent>().Subscribe(_ => code.Run());
        return foreign == "EventStreamOptions.Filter"
            ? bus.Topic<FailingHandlerOnlyEvent>().Stream(new EventStreamOptions<FailingHandlerOnlyEvent>
            {
                Filter = _ =>
                {
                    code.Run();
                    return true;
                },
            })
            : null;
    }

    private static ThrowingService Service(string foreign, EmittingCode code)
    {
        if (foreign == "a service's factory") code.Run();
        return new ThrowingService
        {
            Made = foreign == "a handler's constructor" ? code.Run : null,
            Disposed = foreign == "a service's disposal" ? code.Run : null,
        };
    }

    private static IDisposable? Listen(string foreign, EmittingCode code)
    {
        if (foreign.StartsWith("ActivityListener.", StringComparison.Ordinal))
        {
            var spans = new ActivityListener
            {
                ShouldListenTo = static source => source.Name == EventGenTelemetry.ActivitySourceName,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                {
                    if (foreign == "ActivityListener.Sample") code.Run();
                    return ActivitySamplingResult.AllDataAndRecorded;
                },
                ActivityStarted = _ => RunAt("ActivityListener.ActivityStarted"),
                ActivityStopped = _ => RunAt("ActivityListener.ActivityStopped"),
            };
            ActivitySource.AddActivityListener(spans);
            return spans;
        }

        if (foreign != "MeterListener, a measurement") return null;
        var meters = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == EventGenTelemetry.MeterName) listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((_, _, _, _) => code.Run());
        meters.SetMeasurementEventCallback<double>((_, _, _, _) => code.Run());
        meters.Start();
        return meters;

        void RunAt(string call)
        {
            if (call == foreign) code.Run();
        }
    }
}

/// <summary>An event without key and publisher, whose synchronous handlers are all that an emit calls. The first of them fails.</summary>
[Event]
public sealed record FailingHandlerOnlyEvent([property: JsonIgnore] ThrowingPartsWork Work)
{
    public ThrowingConverterPart Note => new(Work);
}

public static class FailingHandlerOnlyHandlers
{
    [Subscribe(Order = 1)]
    public static void Fail(FailingHandlerOnlyEvent e) => throw e.Work.Failure();
}

/// <summary>The same, with a handler that takes a service.</summary>
[Event]
public sealed record ServiceHandlerEvent;

public static class ServiceHandlerHandlers
{
    [Subscribe]
    public static void Serve(ServiceHandlerEvent e, ThrowingService service) => service.Use();
}
