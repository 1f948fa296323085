using System.Diagnostics.CodeAnalysis;

namespace EventGen;

/// <summary>A run-time handler of one topic, in the one of three forms that its delegate was brought to.</summary>
internal sealed class TopicSubscription<T> : EventSubscription
{
    private readonly EventTopic<T> _topic;

    // 1 until ended; Interlocked, so that one of several that end it does.
    private int _active = 1;

    public TopicSubscription(EventTopic<T> topic, Delegate original, TopicNeeds needs)
    {
        _topic = topic;
        Original = original;
        Needs = needs;
    }

    /// <summary>The delegate that was subscribed, for comparing.</summary>
    public Delegate Original { get; }

    /// <summary>What the handler asks of an emit.</summary>
    public TopicNeeds Needs { get; }

    /// <summary>A synchronous handler that takes only the payload.</summary>
    public Action<T>? Plain { get; init; }

    /// <summary>A synchronous handler that takes more.</summary>
    public Action<T, EventContext?, CancellationToken>? Synchronous { get; init; }

    /// <summary>An asynchronous handler.</summary>
    public Func<T, EventContext?, CancellationToken, ValueTask>? Asynchronous { get; init; }

    public override bool IsActive => Volatile.Read(ref _active) != 0;

    /// <summary>The type and method of the delegate, for reports.</summary>
    public string Name
    {
        [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only the names are read, for a report.")]
        get => $"{Original.Method.DeclaringType?.FullName}.{Original.Method.Name}";
    }

    public override void Dispose() => TryEnd();

    /// <summary>Ends the subscription; false when it had ended before.</summary>
    public bool TryEnd()
    {
        // Before the table is replaced: a dispatch under way on this thread still holds the old one.
        if (Interlocked.Exchange(ref _active, 0) == 0) return false;
        _topic.Remove(this);
        return true;
    }

    public ValueTask Invoke(T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (Asynchronous is not null) return Asynchronous(payload, context, cancellationToken);
        if (Plain is not null) Plain(payload);
        else Synchronous!(payload, context, cancellationToken);
        return default;
    }
}
