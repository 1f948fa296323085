using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>What <see cref="Telemetry"/> counts. Apart, and never inlined: the assembly of instruments is loaded before a method runs that has something of it on its stack. Never throws.</summary>
internal static class TelemetryCounts
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Sent(string operation, string eventId, string? publisher, int messages)
    {
        if (Instruments.Sent.Enabled) Add(Instruments.Sent, Telemetry.Tags(operation, eventId, null, EventGenTelemetry.PublisherTag, publisher), messages);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Consumed(string eventId)
    {
        if (Instruments.Consumed.Enabled) Add(Instruments.Consumed, Telemetry.Tags("process", eventId, null, null, null));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Dropped(string eventId)
    {
        // The queue that drops an event is locked: a listener is called elsewhere.
        if (Instruments.Dropped.Enabled) ThreadPool.UnsafeQueueUserWorkItem(static id => Add(Instruments.Dropped, new TagList { { Telemetry.Destination, id } }), eventId, preferLocal: false);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Received(string publisher) => AddOf(publisher, Instruments.Received);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Lost(string publisher, int messages) => AddOf(publisher, Instruments.Lost, messages);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void OwnMessage(string publisher) => AddOf(publisher, Instruments.OwnMessages);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Ignored(string publisher) => AddOf(publisher, Instruments.Ignored);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Failure(string eventId, string handler, bool isPublisher, Exception exception)
    {
        if (Instruments.Failures.Enabled) Add(Instruments.Failures, Of(eventId, handler, isPublisher, exception.GetType().FullName));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void DeadLetter(string eventId, string target, bool isPublisher, string error)
    {
        if (Instruments.DeadLetters.Enabled) Add(Instruments.DeadLetters, Of(eventId, target, isPublisher, error));
    }

    private static void AddOf(string publisher, Counter<long> counter, int messages = 1)
    {
        if (counter.Enabled) Add(counter, new TagList { { EventGenTelemetry.PublisherTag, publisher } }, messages);
    }

    private static TagList Of(string eventId, string handler, bool isPublisher, string? error)
    {
        var tags = new TagList { { isPublisher ? EventGenTelemetry.PublisherTag : EventGenTelemetry.HandlerTag, handler }, { Telemetry.ErrorType, error } };
        if (eventId.Length > 0) tags.Add(Telemetry.Destination, eventId);
        return tags;
    }

    private static void Add(Counter<long> counter, in TagList tags, int count = 1)
    {
        try
        {
            using (ForeignCallScope.Enter()) counter.Add(count, tags);
        }
        catch (Exception)
        {
            // As in Record.
        }
    }
}
