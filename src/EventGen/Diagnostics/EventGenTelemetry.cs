namespace EventGen;

/// <summary>The names under which a bus can be observed, by OpenTelemetry or any other listener.</summary>
/// <remarks>
/// Spans and metrics follow the OpenTelemetry semantic conventions for messaging, version 1.44. Tags hold event ids and the
/// names of handlers and publishers, never values of payloads. Unobserved, they cost a flag each.
/// </remarks>
public static class EventGenTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>: <c>AddSource(EventGenTelemetry.ActivitySourceName)</c>.</summary>
    public const string ActivitySourceName = "EventGen";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>: <c>AddMeter(EventGenTelemetry.MeterName)</c>.</summary>
    public const string MeterName = "EventGen";

    /// <summary>Histogram, seconds: how long an emit took to be accepted, and a publisher to publish.</summary>
    public const string OperationDuration = "messaging.client.operation.duration";

    /// <summary>Histogram, seconds: how long an attempt of a handler took.</summary>
    public const string ProcessDuration = "messaging.process.duration";

    /// <summary>Counter: events accepted, queued or not, and messages published.</summary>
    public const string SentMessages = "messaging.client.sent.messages";

    /// <summary>Counter: events that workers have taken from the queue, and durable events at their first attempt.</summary>
    public const string ConsumedMessages = "messaging.client.consumed.messages";

    /// <summary>Gauge: accepted events that no worker has taken yet, by source.</summary>
    public const string QueueLength = "eventgen.queue.length";

    /// <summary>Gauge: how many may wait, by source.</summary>
    public const string QueueCapacity = "eventgen.queue.capacity";

    /// <summary>Gauge: handlers that still run more than a second after their time limit, by source.</summary>
    public const string HandlersStuck = "eventgen.handlers.stuck";

    /// <summary>Counter: events that a full queue has dropped, by event.</summary>
    public const string EventsDropped = "eventgen.events.dropped";

    /// <summary>Counter: messages that a transport has given to the bus, those included that were rejected or ignored, by publisher.</summary>
    public const string ReceivedMessages = "eventgen.messages.received";

    /// <summary>Counter: messages that are lost, as far as a transport can tell, by publisher: no room was left for them, or the broker had deleted them unread.</summary>
    public const string LostMessages = "eventgen.messages.lost";

    /// <summary>Counter: messages that came back to who had published them and are not handled again, by publisher.</summary>
    public const string OwnMessages = "eventgen.messages.own";

    /// <summary>Counter: messages that were ignored because no module of the bus declares their event, by publisher.</summary>
    public const string IgnoredMessages = "eventgen.messages.ignored";

    /// <summary>Counter: failed attempts, by event and handler or publisher.</summary>
    public const string HandlerFailures = "eventgen.handler.failures";

    /// <summary>Counter: dead letters, by event and handler or publisher; a message that was rejected has the event only if the bus has that.</summary>
    public const string DeadLetters = "eventgen.dead_letters";

    /// <summary>Tag: the name of a handler.</summary>
    public const string HandlerTag = "eventgen.handler";

    /// <summary>Tag: the name of a publisher.</summary>
    public const string PublisherTag = "eventgen.publisher";

    /// <summary>Tag: the <see cref="EventBusOptions.Source"/> of a bus.</summary>
    public const string SourceTag = "eventgen.source";
}
