namespace EventGen.Tests.Guards;

/// <summary>The calls of foreign code, as src/docs/decisions/foreign-code.md lists them.</summary>
public static class ForeignCalls
{
    /// <summary>Those of one bus.</summary>
    public static IReadOnlyList<ForeignCall> OfABus { get; } =
    [
        new("none"),
        new("ILogger.Log") { Build = static bus => bus.UseLogging(new HostileLogger("Log")) },
        new("ILogger.IsEnabled") { Build = static bus => bus.UseLogging(new HostileLogger("IsEnabled")) },
        new("EventBus.DeliveryFailed")
        {
            Made = static bus =>
            {
                bus.DeliveryFailed += static (_, _) => throw new HostileException();
                return null;
            },
        },
        new("Exception, every member")
        {
            Work = static work => work.Failure = static () => new HostileException(),
            Build = static bus => bus.UseLogging(new HostileLogger("none")),
        },
        new("[EventKey], from its second reading on") { Work = ThrowWhenReadAgain },
        new("IDeadLetterStore.AddAsync") { StoreCall = "AddAsync" },
        new("IDeadLetterStore.AddAsync, later") { StoreCall = "AddAsync, later" },
        new("IDeadLetterStore.Count") { StoreCall = "Count" },
        new("IDeadLetterStore, its disposal") { StoreCall = "Dispose" },
        Clock("GetUtcNow"),
        Clock("GetTimestamp"),
        Clock("TimestampFrequency"),
        Clock("CreateTimer"),
        Clock("Change"),
        Clock("Dispose"),
        new("JsonConverter.Write") { Failures = 2, DeadLetters = 2, Work = static work => work.Write = static () => throw new HostileException() },
        new("IEventMetadataSource.Current") { Build = static bus => bus.AddMetadataSource(new HostileMetadataSource()) },
        new("IEventMiddleware.InvokeAsync") { Build = static bus => bus.AddMiddleware(new HostileMiddleware("fails")) },
        new("IEventPublisher.PublishAsync") { Failures = 2, DeadLetters = 2, PublisherCall = "PublishAsync" },
        new("IEventPublisher.PublishAsync, later") { Failures = 2, DeadLetters = 2, PublisherCall = "PublishAsync, later" },
        new("IEventPublisher, its disposal") { PublisherCall = "DisposeAsync" },
        new("IEventPublisherHealth.Health") { PublisherCall = "Health" },
        new("IEventTransport.StartAsync") { PublisherCall = "StartAsync" },
        new("IEventTransport.StopReceivingAsync") { PublisherCall = "StopReceivingAsync" },
        new("IServiceScopeFactory.CreateScope") { Failures = 3, DeadLetters = 3, Provider = static services => new HostileServiceProvider(services) },
        new("a service's factory") { Failures = 3, DeadLetters = 3, Service = static () => throw new HostileException() },
        new("a service's disposal") { Failures = 3, DeadLetters = 3, Service = static () => new ThrowingService { Disposed = static () => throw new HostileException() } },
        new("a handler's constructor") { Failures = 2, DeadLetters = 2, Service = static () => new ThrowingService { Made = static () => throw new HostileException() } },
        new("a subscriber")
        {
            Failures = 2,
            DeadLetters = 2,
            Made = static bus => bus.Topic<ThrowingPartsEvent>().Subscribe(new Action<ThrowingPartsEvent>(static _ => throw new HostileException())),
        },
        new("IValueTaskSource, every member")
        {
            Failures = 2,
            DeadLetters = 2,
            Made = static bus => bus.Topic<ThrowingPartsEvent>().Subscribe(static _ => HostileValueTask.Create()),
        },
        new("EventStreamOptions.Filter")
        {
            Failures = 2,
            DeadLetters = 2,
            Made = static bus => bus.Topic<ThrowingPartsEvent>().Stream(new EventStreamOptions<ThrowingPartsEvent> { Filter = static _ => throw new HostileException() }),
        },
    ];

    /// <summary>Those of listeners, which hear every bus of the process.</summary>
    public static IReadOnlyList<ForeignCall> OfTheProcess { get; } =
    [
        new("MeterListener, a measurement") { Listen = HostileListeners.Measure },
        new("ActivityListener.Sample") { Listen = static () => HostileListeners.Listen("Sample") },
        new("ActivityListener.ActivityStarted") { Listen = static () => HostileListeners.Listen("ActivityStarted") },
        new("ActivityListener.ActivityStopped") { Listen = static () => HostileListeners.Listen("ActivityStopped") },
        new("Activity.CurrentChanged") { Listen = static () => HostileListeners.Listen("CurrentChanged") },
    ];

    // With second attempts and time limits, so that the bus asks the clock for everything.
    private static ForeignCall Clock(string call) => new($"TimeProvider, {call}")
    {
        Failures = 2,
        Options = options =>
        {
            options.TimeProvider = new HostileClock(call);
            options.HandlerTimeout = TimeSpan.FromMinutes(1);
            options.Retry = new RetryPolicy { Attempts = 2, Delay = TimeSpan.FromMilliseconds(1), Jitter = false };
        },
    };

    private static void ThrowWhenReadAgain(ThrowingPartsWork work)
    {
        int readings = 0;
        work.Key = () => Interlocked.Increment(ref readings) == 1 ? "key" : throw new HostileException();
    }
}
