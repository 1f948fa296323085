using System.Diagnostics;

namespace EventGen;

/// <summary>One observed operation on an event: its span and its duration. Disposed once, when the operation has ended.</summary>
/// <remarks>
/// Of the conventions: an emit is a <c>send</c> of kind producer, whose context is the event's creation context; an attempt
/// of a handler is a <c>process</c> of kind consumer, linked to the creation context; a publisher's is a <c>send</c> of kind client.
/// </remarks>
internal sealed class MessageSpan : IDisposable
{
    private readonly Activity? _activity;
    private readonly Activity? _outer;
    private readonly long _started;
    private readonly string _operation;
    private readonly string _eventId;
    private readonly string? _nameTag;
    private readonly string? _name;
    private int _messages = 1;
    private string? _error;

    private MessageSpan(ActivityKind kind, string operation, string type, string eventId, string? nameTag, string? name, EventContext? context)
    {
        (_operation, _eventId, _nameTag, _name) = (operation, eventId, nameTag, name);
        _started = Stopwatch.GetTimestamp();
        if (!Telemetry.IsTraced) return;

        // All that a sampler may want is there when it is asked.
        var tags = Telemetry.Tags(operation, eventId, null, nameTag, name);
        tags.Add(Telemetry.OperationType, type);
        if (context is not null)
        {
            tags.Add(Telemetry.MessageId, context.Id.ToString());
            if (context.Metadata.CorrelationId is { } correlation) tags.Add(Telemetry.Conversation, correlation);
        }

        var origin = kind == ActivityKind.Producer ? null : context?.Trace;
        ActivityLink[]? links = kind == ActivityKind.Consumer && origin is not null ? [new ActivityLink(origin.Context)] : null;
        _outer = Activity.Current;
        string spanName = $"{operation} {eventId}";
        _activity = GuardedActivity.Start(() => Instruments.Source!.StartActivity(spanName, kind, Activity.Current is null && origin is not null ? origin.Context : default, tags, links))
            ?? GuardedActivity.Start(() => TraceContext.Continue(spanName, origin));   // a sampler has refused it; what the operation starts is in its trace all the same
    }

    /// <summary>An emit, until it is accepted or its synchronous handlers have run.</summary>
    public static MessageSpan Send(string eventId) => new(ActivityKind.Producer, "send", "send", eventId, null, null, null);

    /// <summary>The write of a batch, for its emits of one event.</summary>
    public static MessageSpan SendBatch(string eventId, int messages)
    {
        var span = new MessageSpan(ActivityKind.Producer, "send", "send", eventId, null, null, null);
        span._messages = messages;
        span._activity?.SetTag(Telemetry.BatchCount, messages);
        return span;
    }

    /// <summary>An attempt of a handler.</summary>
    public static MessageSpan Process(string eventId, string handler, EventContext? context) =>
        new(ActivityKind.Consumer, "process", "process", eventId, EventGenTelemetry.HandlerTag, handler, context);

    /// <summary>An attempt of a publisher.</summary>
    public static MessageSpan Publish(string eventId, string publisher, EventContext context) =>
        new(ActivityKind.Client, "publish", "send", eventId, EventGenTelemetry.PublisherTag, publisher, context);

    /// <summary>Runs an operation inside of a span, which notes how it fails.</summary>
    /// <param name="start">Starts the span.</param>
    /// <param name="operation">The operation; what it throws comes out.</param>
    public static void Run(Func<MessageSpan> start, Action operation)
    {
        using var span = start();
        try
        {
            operation();
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    /// <inheritdoc cref="Run"/>
    public static async ValueTask RunAsync(Func<MessageSpan> start, Func<ValueTask> operation)
    {
        // Started here: the current activity that it sets flows into the operation, and ends with this method.
        using var span = start();
        try
        {
            await operation().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    /// <summary>Notes how the operation failed.</summary>
    private void Fail(Exception exception) => Refuse(exception.GetType().FullName!);

    /// <summary>Notes why the operation was not done.</summary>
    public void Refuse(string error)
    {
        _error = error;
        _activity?.SetTag(Telemetry.ErrorType, _error);
        _activity?.SetStatus(ActivityStatusCode.Error);   // without the message, which may hold anything
    }

    public void Dispose()
    {
        GuardedActivity.Stop(_activity, _outer);
        bool isProcess = _operation == "process";
        var histogram = isProcess ? Instruments.ProcessDuration : Instruments.OperationDuration;
        if (histogram.Enabled)
            Telemetry.Record(histogram, Stopwatch.GetElapsedTime(_started), Telemetry.Tags(_operation, _eventId, _error, _nameTag, _name));
        if (!isProcess && _error is null) Telemetry.CountSent(_operation, _eventId, _name, _messages);
    }
}
