namespace EventGen.AspNetCore.Management;

/// <summary>What is kept of an activity: no exception, which may hold anything, and the payload only for a while. Thread safe.</summary>
internal sealed class KeptActivity
{
    private const string Hidden = "(hidden: the event has sensitive parts)";

    // Forgotten once there are enough newer ones.
    private object? _payload;

    public KeptActivity(EventActivity activity, bool showsPayloads)
    {
        (Kind, EventId, Timestamp, Target, Context) = (activity.Kind, activity.EventId, activity.Timestamp, activity.Target, activity.Context);
        (Duration, Attempt, RetryIn, Skipped) = (activity.Duration, activity.Attempt, activity.RetryIn, activity.Skipped);
        ErrorType = activity.Exception?.GetType().FullName;
        if (!showsPayloads) return;
        _payload = activity.Payload;
        if (activity.Exception is { } exception) Error = MessageOf(exception);
    }

    public EventActivityKind Kind { get; }

    public string EventId { get; }

    public DateTimeOffset Timestamp { get; }

    public string? Target { get; }

    public EventContext? Context { get; }

    public TimeSpan? Duration { get; }

    public int Attempt { get; }

    public TimeSpan? RetryIn { get; }

    public long Skipped { get; }

    public string? ErrorType { get; }

    public string? Error { get; }

    public object? Payload => Volatile.Read(ref _payload);

    public bool IsEmission => Kind is EventActivityKind.Emitted or EventActivityKind.Received;

    public string? Id => Context?.Id.ToString();

    public void ForgetPayload() => Volatile.Write(ref _payload, null);

    public ActivityModel ToModel(EventBus bus) => new()
    {
        Kind = Kind.ToString().ToLowerInvariant(),
        EventId = EventId,
        Timestamp = Timestamp,
        Target = Target,
        Id = Context?.Id,
        CorrelationId = Context?.Metadata.CorrelationId,
        CausationId = Context?.Metadata.CausationId,
        DurationMs = Duration?.TotalMilliseconds,
        Attempt = Attempt,
        RetryInMs = RetryIn?.TotalMilliseconds,
        ErrorType = ErrorType,
        // What code throws may say what the event holds.
        Error = Error is not null && bus.FindTopic(EventId) is { Descriptor.HasSensitiveParts: true } ? Hidden : Error,
        Payload = IsEmission ? PayloadText.Of(bus, EventId, Payload) : null,
        Skipped = Skipped == 0 ? null : Skipped,
    };

    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception)
        {
            return "";
        }
    }
}
