namespace EventGen;

/// <summary>The settings of one bus. Read once, when the bus is made; later changes have no effect.</summary>
public sealed class EventBusOptions
{
    /// <summary>The emitting application's name, carried as <see cref="EventMetadata.Source"/>. Under it, its instances share what they receive and what lies in an outbox.</summary>
    /// <value>Default: none, as an empty one; with hosting, the host's application name. At most 1024 characters, none of them a line break or another control character, and not only white space.</value>
    public string? Source { get; set; }

    /// <summary>How many accepted events may wait for a worker.</summary>
    /// <value>Default: 1000. At least 1.</value>
    public int QueueCapacity { get; set; } = 1000;

    /// <summary>How many queued events are handled at the same time.</summary>
    /// <value>Default: 5. From 1 to 65,536.</value>
    public int Workers { get; set; } = 5;

    /// <summary>What happens to an event for which the queue has no room.</summary>
    /// <value>Default: <see cref="QueueFullMode.Wait"/>.</value>
    public QueueFullMode WhenQueueFull { get; set; } = QueueFullMode.Wait;

    /// <summary>
    /// How long a stop waits for accepted events before it cancels the handlers' tokens and reports what is left. What then still runs is
    /// left: the stop ends at most 5 seconds of real time later, also where <see cref="TimeProvider"/> stands still.
    /// </summary>
    /// <value>Default: 30 seconds. From zero to 24 days; <see cref="Timeout.InfiniteTimeSpan"/> waits without limit.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether and when a failed handler is attempted again, where neither the handler nor its event says so.</summary>
    /// <value>Default: <see cref="RetryPolicy.None"/>, one attempt.</value>
    public RetryPolicy Retry { get; set; } = RetryPolicy.None;

    /// <summary>
    /// Whether and when a failed publisher is attempted again, where the event's options do not say so. A durable event uses up no attempt while the publisher
    /// tells that its receiver cannot be reached (<see cref="EventPublishException.IsUnreachable"/>): it waits.
    /// </summary>
    /// <value>Default: 5 attempts, after 200 ms, 400 ms, 800 ms and 1.6 s, with jitter.</value>
    public RetryPolicy PublisherRetry { get; set; } = new();

    /// <summary>How long an attempt of a handler may take, where neither the handler nor its event says so.</summary>
    /// <value>Default: <see cref="Timeout.InfiniteTimeSpan"/>, no limit. Otherwise from 1 millisecond to 24 days.</value>
    public TimeSpan HandlerTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long a publisher may fail, with no success in between, before the bus counts as unhealthy; a transport also without a connection, or while it does not receive.
    /// Of one that reports its own health, only publishes that have failed within that time count.</summary>
    /// <value>Default: 1 minute. Not negative; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</value>
    public TimeSpan PublisherDownLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many publishes of queued events may wait for their confirmation without keeping a worker waiting. Each beyond that does.</summary>
    /// <value>Default: 256. At least 0.</value>
    public int MaxPendingPublishes { get; set; } = 256;

    /// <summary>How many failed deliveries may wait for another attempt. What fails beyond that becomes a dead letter at once.</summary>
    /// <value>Default: 10,000. At least 0.</value>
    public int MaxPendingRetries { get; set; } = 10_000;

    /// <summary>How many dead letters of handlers and publishers the store in memory keeps; the oldest go first, and are counted.</summary>
    /// <value>Default: 10,000. At least 1. Where another <see cref="IDeadLetterStore"/> is used: how many may wait for it.</value>
    public int DeadLetterCapacity { get; set; } = 10_000;

    /// <summary>How many dead letters of rejected messages the store in memory keeps, beside the others; the oldest go first, and are counted.</summary>
    /// <value>Default: 1,000. At least 1. Where another <see cref="IDeadLetterStore"/> is used: how many may wait for it.</value>
    public int RejectedMessageCapacity { get; set; } = 1_000;

    /// <summary>
    /// How many bytes of rejected messages the store in memory keeps; the oldest go first, and are counted. A larger message is kept
    /// without its content and metadata.
    /// </summary>
    /// <value>Default: 16 MiB. At least 0, which keeps no content. Without effect where another <see cref="IDeadLetterStore"/> is used.</value>
    public int RejectedMessageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How deep handlers may emit or invoke within one another, on one stack. What a handler queues begins anew; emits of events
    /// that have only synchronous handlers which take only the payload, and no subscribers, are not counted. The same limit holds, apart from it, for
    /// keys, metadata sources and observers that emit.</summary>
    /// <value>Default: 64. From 1 to 128, which fit a stack of one megabyte.</value>
    public int MaxEmitDepth { get; set; } = 64;

    /// <summary>The largest payload, in bytes of JSON, that is published or received.</summary>
    /// <value>Default: 1 MiB. At least 1.</value>
    public int MaxPayloadBytes { get; set; } = 1024 * 1024;

    /// <summary>What becomes of parts marked <see cref="SensitiveAttribute"/> in messages, rows of an outbox and stored dead letters.</summary>
    /// <value>Default: they are kept.</value>
    public SensitiveDataOptions SensitiveData { get; private set; } = new();

    /// <summary>The settings of single events, by event id; case does not matter.</summary>
    /// <value>Default: empty. An id that no event of the bus has is an error when the bus is made.</value>
    public IDictionary<string, EventOptions> Events { get; private set; } = new Dictionary<string, EventOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where timestamps and waits come from.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>How many of its newest emissions each topic keeps, by the payload's type; <see langword="null"/> where none does.</summary>
    internal Dictionary<Type, int>? History { get; private set; }

    /// <summary>Keeps the newest emissions of an event in memory, for the streams that ask for them with <see cref="EventStreamOptions.ReplayLast"/>.</summary>
    /// <remarks>An event that is kept takes a lock for a moment at each emit. Calling it again for the same event replaces the number.</remarks>
    /// <typeparam name="T">The payload, a type marked <c>[Event]</c>, or the interface of a group, for each of its events.</typeparam>
    /// <param name="count">How many to keep of an event; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public void KeepLast<T>(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (History ??= [])[typeof(T)] = count;
    }

    /// <summary>Every setting that cannot work on a bus of some modules, each as a sentence that says what to change.</summary>
    /// <remarks><see cref="EventBus.Create"/> does the same and throws; hosts ask earlier, to report it with their other settings.</remarks>
    /// <param name="modules">The modules of the bus, whose events and handlers settings may name.</param>
    /// <returns>Empty when the settings can work.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="modules"/> is <see langword="null"/>.</exception>
    public IReadOnlyList<string> Validate(IEnumerable<EventModule> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        var registry = new EventRegistry();
        foreach (var module in modules) registry.Add(module);
        return Validate(registry);
    }

    /// <summary>The settings as they are now. Later changes of either have no effect on the other.</summary>
    internal EventBusOptions Copy()
    {
        var copy = (EventBusOptions)MemberwiseClone();
        copy.SensitiveData = SensitiveData.Copy();
        copy.Events = new Dictionary<string, EventOptions>(Events.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (id, options) in Events) copy.Events.Add(id, options?.Copy()!);   // null is a fault that validation tells
        copy.History = History is null ? null : new Dictionary<Type, int>(History);
        return copy;
    }

    /// <inheritdoc cref="Validate(IEnumerable{EventModule})"/>
    internal string[] Validate(EventRegistry registry) => [.. ValidationErrors(), .. EventOptionsNames.ValidationErrors(this, registry)];

    private IEnumerable<string> ValidationErrors()
    {
        if (Source?.Length > EventMessageLimits.Default.MaxHeaderLength) yield return $"{nameof(Source)} has {Source.Length} characters; it must have at most {EventMessageLimits.Default.MaxHeaderLength}.";
        if (Source is { Length: > 0 } && NameRule.Fault(nameof(Source), Source) is { } source) yield return source;
        if (QueueCapacity < 1) yield return $"{nameof(QueueCapacity)} is {QueueCapacity}; it must be at least 1.";
        if (QueueCapacity > MaxQueueCapacity) yield return $"{nameof(QueueCapacity)} is {QueueCapacity}; it must be at most {MaxQueueCapacity}.";
        if (Workers < 1) yield return $"{nameof(Workers)} is {Workers}; it must be at least 1.";
        if (Workers > MaxWorkers) yield return $"{nameof(Workers)} is {Workers}; it must be at most {MaxWorkers}.";
        if (WhenQueueFull is < QueueFullMode.Wait or > QueueFullMode.DropWrite) yield return $"{nameof(WhenQueueFull)} is {WhenQueueFull}; it must be one of {string.Join(", ", Enum.GetNames<QueueFullMode>())}.";
        if (TimerLimits.Fault(nameof(DrainTimeout), DrainTimeout, mayBeZero: true) is { } drain) yield return drain;
        foreach (string fault in Retry is null ? [$"{nameof(Retry)} is null; use RetryPolicy.None for one attempt."] : Retry.ValidationErrors(nameof(Retry))) yield return fault;
        foreach (string fault in PublisherRetry is null ? [$"{nameof(PublisherRetry)} is null; use RetryPolicy.None for one attempt."] : PublisherRetry.ValidationErrors(nameof(PublisherRetry))) yield return fault;
        if (TimerLimits.Fault(nameof(HandlerTimeout), HandlerTimeout, mayBeZero: false) is { } limit) yield return limit;
        if (PublisherDownLimit < TimeSpan.Zero && PublisherDownLimit != Timeout.InfiniteTimeSpan) yield return $"{nameof(PublisherDownLimit)} is {PublisherDownLimit}; it must not be negative.";
        if (MaxPendingPublishes < 0) yield return $"{nameof(MaxPendingPublishes)} is {MaxPendingPublishes}; it must not be negative.";
        if (MaxPendingRetries < 0) yield return $"{nameof(MaxPendingRetries)} is {MaxPendingRetries}; it must not be negative.";
        if (DeadLetterCapacity < 1) yield return $"{nameof(DeadLetterCapacity)} is {DeadLetterCapacity}; it must be at least 1.";
        if (RejectedMessageCapacity < 1) yield return $"{nameof(RejectedMessageCapacity)} is {RejectedMessageCapacity}; it must be at least 1.";
        if (RejectedMessageBytes < 0) yield return $"{nameof(RejectedMessageBytes)} is {RejectedMessageBytes}; it must not be negative.";
        if (MaxEmitDepth < 1) yield return $"{nameof(MaxEmitDepth)} is {MaxEmitDepth}; it must be at least 1.";
        if (MaxEmitDepth > HighestEmitDepth) yield return $"{nameof(MaxEmitDepth)} is {MaxEmitDepth}; it must be at most {HighestEmitDepth}. Deeper emits could overflow the stack, which ends the process; EmitAsync begins anew.";
        if (MaxPayloadBytes < 1) yield return $"{nameof(MaxPayloadBytes)} is {MaxPayloadBytes}; it must be at least 1.";
        foreach (string fault in SensitiveData.ValidationErrors(nameof(SensitiveData))) yield return fault;
        foreach (var (id, settings) in Events)
        {
            string path = $"{nameof(Events)}[{id}]";
            foreach (string fault in settings is null ? [$"{path} is null; remove it."] : settings.ValidationErrors(path)) yield return fault;
        }

        if (TimeProvider is null) yield return $"{nameof(TimeProvider)} is null; leave it at TimeProvider.System.";
    }

    // The queue counts in an int, and handlers may go above its capacity.
    private const int MaxQueueCapacity = 1 << 29;

    // Each is an object from the start of the bus.
    private const int MaxWorkers = 1 << 16;

    // Threads have a stack of 1 to 8 MiB. With middleware and failures, 256 invocations within one another overflow one of a MiB.
    private const int HighestEmitDepth = 128;
}
