namespace EventGen;

/// <summary>One handler or publisher that failed for one event.</summary>
public sealed class DeliveryFailure : EventArgs
{
    internal DeliveryFailure(string eventId, string handler, Exception exception, object payload, EventContext? context, bool isPublisher = false)
    {
        EventId = eventId;
        Handler = handler;
        Exception = exception;
        Payload = payload;
        Context = context;
        IsPublisher = isPublisher;
    }

    /// <summary>The event's name on the wire.</summary>
    public string EventId { get; }

    /// <summary>
    /// The full name of the handler's type and method, the name it was given, or, where <see cref="IsPublisher"/>, the publisher's name.
    /// </summary>
    public string Handler { get; }

    /// <summary>True when a publisher failed, false when a handler did.</summary>
    public bool IsPublisher { get; }

    /// <summary>What was thrown.</summary>
    public Exception Exception { get; }

    /// <summary>The event that was being handled.</summary>
    public object Payload { get; }

    /// <summary>The event's context; <see langword="null"/> in an <see cref="EventDispatchException"/> of an event whose context nobody asked for.</summary>
    public EventContext? Context { get; }

    /// <summary>Which attempt failed, counted from 1.</summary>
    public int Attempt { get; internal init; } = 1;

    /// <summary>How long it is to the next attempt; <see langword="null"/> when there is none, and the event is a dead letter or was invoked.</summary>
    public TimeSpan? RetryIn { get; internal init; }

    /// <summary>One line that names event, handler and exception.</summary>
    public override string ToString() =>
        $"{(IsPublisher ? "Publisher" : "Handler")} '{Handler}' failed on event '{EventId}': {Exception.GetType().Name}: {ExceptionText.MessageOf(Exception)}";
}
