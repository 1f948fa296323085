using Microsoft.Extensions.Configuration;

namespace EventGen.Hosting;

/// <summary>Reads the settings of a bus from a configuration. What is absent keeps its value, and so does what cannot be read, which is a fault.</summary>
internal static class EventBusConfiguration
{
    public const string SectionName = "EventGen";

    public static void Apply(IConfiguration section, EventBusOptions options, List<string> faults)
    {
        var read = new SettingReader(section, "the event bus", "", faults);
        options.Source = read.Text(nameof(options.Source)) ?? options.Source;
        options.QueueCapacity = read.Count(nameof(options.QueueCapacity)) ?? options.QueueCapacity;
        options.Workers = read.Count(nameof(options.Workers)) ?? options.Workers;
        options.WhenQueueFull = read.Choice<QueueFullMode>(nameof(options.WhenQueueFull)) ?? options.WhenQueueFull;
        options.DrainTimeout = read.Limit(nameof(options.DrainTimeout)) ?? options.DrainTimeout;
        options.Retry = Policy(read, nameof(options.Retry)) ?? options.Retry;
        options.PublisherRetry = Policy(read, nameof(options.PublisherRetry)) ?? options.PublisherRetry;
        options.HandlerTimeout = read.Limit(nameof(options.HandlerTimeout)) ?? options.HandlerTimeout;
        options.PublisherDownLimit = read.Limit(nameof(options.PublisherDownLimit)) ?? options.PublisherDownLimit;
        options.MaxPendingPublishes = read.Count(nameof(options.MaxPendingPublishes)) ?? options.MaxPendingPublishes;
        options.MaxPendingRetries = read.Count(nameof(options.MaxPendingRetries)) ?? options.MaxPendingRetries;
        options.DeadLetterCapacity = read.Count(nameof(options.DeadLetterCapacity)) ?? options.DeadLetterCapacity;
        options.RejectedMessageCapacity = read.Count(nameof(options.RejectedMessageCapacity)) ?? options.RejectedMessageCapacity;
        options.RejectedMessageBytes = read.Count(nameof(options.RejectedMessageBytes)) ?? options.RejectedMessageBytes;
        options.MaxEmitDepth = read.Count(nameof(options.MaxEmitDepth)) ?? options.MaxEmitDepth;
        options.MaxPayloadBytes = read.Count(nameof(options.MaxPayloadBytes)) ?? options.MaxPayloadBytes;

        var events = read.Inner(nameof(options.Events), "the events");
        foreach (string id in events.Keys) Apply(events.Inner(id, "an event"), Existing(options.Events, id, static () => new EventOptions()));

        // Theirs to read, and to judge: the settings of publishers, each under its name, those of all publishers of a kind, and the outbox'.
        foreach (string key in (string[])["Publishers", "Outbox", "RedisAddress", "RedisChannel", "RabbitMQAddress", "RabbitMQExchange", "NatsAddress", "NatsStream", "KafkaServers", "KafkaTopic"]) read.Leave(key);
        read.RefuseOthers();
    }

    private static void Apply(SettingReader read, EventOptions options)
    {
        ApplyShared(read, options);
        options.PublisherRetry = Policy(read, nameof(options.PublisherRetry)) ?? options.PublisherRetry;

        var handlers = read.Inner(nameof(options.Handlers), "the handlers");
        foreach (string name in handlers.Keys)
        {
            var handler = handlers.Inner(name, "a handler");
            ApplyShared(handler, Existing(options.Handlers, name, static () => new HandlerOptions()));
            handler.RefuseOthers();
        }

        read.RefuseOthers();
    }

    private static void ApplyShared(SettingReader read, DeliverySettings options)
    {
        options.Retry = Policy(read, nameof(options.Retry)) ?? options.Retry;
        options.HandlerTimeout = read.Limit(nameof(options.HandlerTimeout)) ?? options.HandlerTimeout;
    }

    // A policy is set as a whole, as an attribute sets it: what the section leaves out has its own default.
    private static RetryPolicy? Policy(SettingReader outer, string key)
    {
        var read = outer.Inner(key, "a retry");
        if (!read.Keys.Any()) return null;
        var unset = new RetryPolicy();
        var policy = new RetryPolicy
        {
            Attempts = read.Count(nameof(unset.Attempts)) ?? unset.Attempts,
            Delay = read.Time(nameof(unset.Delay)) ?? unset.Delay,
            Backoff = read.Choice<Backoff>(nameof(unset.Backoff)) ?? unset.Backoff,
            MaxDelay = read.Time(nameof(unset.MaxDelay)) ?? unset.MaxDelay,
            Jitter = read.Flag(nameof(unset.Jitter)) ?? unset.Jitter,
            On = Exceptions(read, nameof(unset.On)),
            Except = Exceptions(read, nameof(unset.Except)),
            WhileRetrying = read.Choice<KeyOrder>(nameof(unset.WhileRetrying)) ?? unset.WhileRetrying,
        };
        read.RefuseOthers();
        return policy;
    }

    private static List<Type> Exceptions(SettingReader read, string key)
    {
        List<Type> found = [];
        foreach (string? name in read.List(key, "a list of exceptions"))
        {
            IReadOnlyList<Type> types = name is null ? [] : ExceptionTypes.Named(name);
            if (types.Count == 0)
                read.Refuse(key, $"names '{name}' in the configuration, which is no exception that the application has loaded; write its full name, and its assembly where that loads later, as in 'Acme.AcmeException, Acme'.");
            found.AddRange(types);
        }

        return found;
    }

    private static T Existing<T>(IDictionary<string, T> settings, string name, Func<T> create) =>
        settings.TryGetValue(name, out var existing) ? existing : settings[name] = create();
}
