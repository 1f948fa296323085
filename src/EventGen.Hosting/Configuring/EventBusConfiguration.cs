using Microsoft.Extensions.Configuration;

namespace EventGen.Hosting;

/// <summary>Reads the settings of a bus from a configuration. What is absent keeps its value, and so does what cannot be read, which is a fault.</summary>
internal static class EventBusConfiguration
{
    public const string SectionName = "EventGen";

    public static void Apply(IConfiguration section, EventBusOptions options, List<string> faults)
    {
        var written = section.Get<BusSection>() ?? new BusSection();
        var read = new SectionReader(section, "the event bus", "", faults);
        options.Source = read.Text(written.Source, nameof(written.Source)) ?? options.Source;
        options.QueueCapacity = read.Count(written.QueueCapacity, nameof(written.QueueCapacity)) ?? options.QueueCapacity;
        options.Workers = read.Count(written.Workers, nameof(written.Workers)) ?? options.Workers;
        options.WhenQueueFull = read.Choice<QueueFullMode>(written.WhenQueueFull, nameof(written.WhenQueueFull)) ?? options.WhenQueueFull;
        options.DrainTimeout = read.Limit(written.DrainTimeout, nameof(written.DrainTimeout)) ?? options.DrainTimeout;
        options.Retry = Policy(read, written.Retry, nameof(written.Retry)) ?? options.Retry;
        options.PublisherRetry = Policy(read, written.PublisherRetry, nameof(written.PublisherRetry)) ?? options.PublisherRetry;
        options.HandlerTimeout = read.Limit(written.HandlerTimeout, nameof(written.HandlerTimeout)) ?? options.HandlerTimeout;
        options.PublisherDownLimit = read.Limit(written.PublisherDownLimit, nameof(written.PublisherDownLimit)) ?? options.PublisherDownLimit;
        options.MaxPendingPublishes = read.Count(written.MaxPendingPublishes, nameof(written.MaxPendingPublishes)) ?? options.MaxPendingPublishes;
        options.MaxPendingRetries = read.Count(written.MaxPendingRetries, nameof(written.MaxPendingRetries)) ?? options.MaxPendingRetries;
        options.DeadLetterCapacity = read.Count(written.DeadLetterCapacity, nameof(written.DeadLetterCapacity)) ?? options.DeadLetterCapacity;
        options.RejectedMessageCapacity = read.Count(written.RejectedMessageCapacity, nameof(written.RejectedMessageCapacity)) ?? options.RejectedMessageCapacity;
        options.RejectedMessageBytes = read.Count(written.RejectedMessageBytes, nameof(written.RejectedMessageBytes)) ?? options.RejectedMessageBytes;
        options.MaxEmitDepth = read.Count(written.MaxEmitDepth, nameof(written.MaxEmitDepth)) ?? options.MaxEmitDepth;
        options.MaxPayloadBytes = read.Count(written.MaxPayloadBytes, nameof(written.MaxPayloadBytes)) ?? options.MaxPayloadBytes;

        var events = read.Inner(nameof(written.Events), "the events");
        foreach (var (id, one) in written.Events ?? [])
        {
            if (one is not null) Apply(events.Inner(id, "an event"), one, Existing(options.Events, id, static () => new EventOptions()));
        }

        // Theirs to read, and to judge: the settings of publishers, each under its name, those of all publishers of a kind, and the outbox'.
        foreach (string key in (string[])["Publishers", "Outbox", "RedisAddress", "RedisChannel", "RabbitMQAddress", "RabbitMQExchange", "NatsAddress", "NatsStream", "KafkaServers", "KafkaTopic"]) read.Leave(key);
        read.RefuseOthers();
    }

    private static void Apply(SectionReader read, EventSection written, EventOptions options)
    {
        ApplyShared(read, written.Retry, written.HandlerTimeout, options);
        options.PublisherRetry = Policy(read, written.PublisherRetry, nameof(written.PublisherRetry)) ?? options.PublisherRetry;

        var handlers = read.Inner(nameof(written.Handlers), "the handlers");
        foreach (var (name, one) in written.Handlers ?? [])
        {
            if (one is null) continue;
            var handler = handlers.Inner(name, "a handler");
            ApplyShared(handler, one.Retry, one.HandlerTimeout, Existing(options.Handlers, name, static () => new HandlerOptions()));
            handler.RefuseOthers();
        }

        read.RefuseOthers();
    }

    private static void ApplyShared(SectionReader read, RetrySection? retry, string? handlerTimeout, DeliverySettings options)
    {
        options.Retry = Policy(read, retry, nameof(options.Retry)) ?? options.Retry;
        options.HandlerTimeout = read.Limit(handlerTimeout, nameof(options.HandlerTimeout)) ?? options.HandlerTimeout;
    }

    // A policy is set as a whole, as an attribute sets it: what the section leaves out has its own default.
    private static RetryPolicy? Policy(SectionReader outer, RetrySection? written, string key)
    {
        var read = outer.Inner(key, "a retry");
        if (written is null) return null;
        var unset = new RetryPolicy();
        var policy = new RetryPolicy
        {
            Attempts = read.Count(written.Attempts, nameof(written.Attempts)) ?? unset.Attempts,
            Delay = read.Time(written.Delay, nameof(written.Delay)) ?? unset.Delay,
            Backoff = read.Choice<Backoff>(written.Backoff, nameof(written.Backoff)) ?? unset.Backoff,
            MaxDelay = read.Time(written.MaxDelay, nameof(written.MaxDelay)) ?? unset.MaxDelay,
            Jitter = read.Flag(written.Jitter, nameof(written.Jitter)) ?? unset.Jitter,
            On = read.Exceptions(written.On, nameof(written.On)),
            Except = read.Exceptions(written.Except, nameof(written.Except)),
            WhileRetrying = read.Choice<KeyOrder>(written.WhileRetrying, nameof(written.WhileRetrying)) ?? unset.WhileRetrying,
        };
        read.RefuseOthers();
        return policy;
    }

    private static T Existing<T>(IDictionary<string, T> settings, string name, Func<T> create) =>
        settings.TryGetValue(name, out var existing) ? existing : settings[name] = create();
}
