namespace EventGen;

/// <summary>A run-time handler of one topic, in the one of three forms that its delegate was brought to.</summary>
internal sealed class TopicSubscription<T> : EventSubscription, IDeliveryTarget<T>
{
    private static readonly HandlerPlan s_once = new(RetryPolicy.None, Timeout.InfiniteTimeSpan);

    private readonly EventTopic<T> _topic;

    // A delegate's is made when somebody asks for it, at the end at the latest: it is longer than the subscription, and few are ever named.
    private string? _name;
    private Delegate? _original;

    // 1 until ended; Interlocked, so that one of several that end it does.
    private int _active = 1;

    public TopicSubscription(EventTopic<T> topic, Delegate original, DispatchFlags needs)
        : this(topic, needs) => _original = original;

    public TopicSubscription(EventTopic<T> topic, string name, DispatchFlags needs)
        : this(topic, needs) => _name = name;

    private TopicSubscription(EventTopic<T> topic, DispatchFlags needs)
    {
        _topic = topic;
        Needs = needs;
    }

    /// <summary>The delegate that was subscribed, for comparing; <see langword="null"/> once ended, as the forms below.</summary>
    public Delegate? Original => Volatile.Read(ref _original);

    /// <summary>What the handler asks of an emit.</summary>
    public DispatchFlags Needs { get; }

    /// <summary>A synchronous handler that takes only the payload.</summary>
    public Action<T>? Plain { get; set; }

    /// <summary>A synchronous handler that takes more.</summary>
    public Action<T, EventContext?, CancellationToken>? Synchronous { get; set; }

    /// <summary>An asynchronous handler; beside <see cref="Plain"/>, the form of a synchronous one that waits without blocking where it can.</summary>
    public Func<T, EventContext?, CancellationToken, ValueTask>? Asynchronous { get; set; }

    /// <summary>What ends with the bus, once it has drained; <see langword="null"/> but for streams.</summary>
    public Action? Completed { get; set; }

    /// <summary>True for a stream, which is no handler: no middleware, no time limit, no second attempt.</summary>
    public bool IsStream { get; init; }

    /// <summary>True when an emit runs it rather than to leave it to the queue.</summary>
    public bool IsSynchronous => (Needs & DispatchFlags.AsynchronousSubscribers) == 0;

    /// <summary>True while the topic counts it. Governed by the topic, under its lock.</summary>
    public bool IsListed { get; set; }

    /// <summary>Where it stands in the topic's newest table, while it is listed. Governed by the table.</summary>
    public int Place { get; set; }

    public override bool IsActive => Volatile.Read(ref _active) != 0;

    /// <summary>The type and method of the delegate, or what the stream is of, for reports.</summary>
    public string Name
    {
        get
        {
            var original = Original;   // before the name, which is there when the delegate has gone
            return _name ??= original!.FullName();
        }
    }

    public bool IsPublisher => false;

    public bool IsHandler => !IsStream;

    public bool HasEnded => !IsActive;

    // A stream that has missed its moment would get the event out of order: it is not attempted again.
    public HandlerPlan Plan => IsStream ? s_once : _topic.SubscriberPlan;

    public override void Dispose() => TryEnd();

    /// <inheritdoc/>
    public void Call(T payload, EventContext? context, CancellationToken cancellationToken)
    {
        // Each is null in a subscription of another form, and in one that has ended.
        if (Plain is { } plain) plain(payload);
        else Synchronous?.Invoke(payload, context, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask CallAsync(T payload, EventContext? context, CancellationToken cancellationToken)
    {
        // Each is null in a subscription of another form, and in one that has ended.
        if (Asynchronous is { } asynchronous) return asynchronous(payload, context, cancellationToken);
        if (Plain is { } plain) plain(payload);
        else Synchronous?.Invoke(payload, context, cancellationToken);
        return default;
    }

    /// <summary>Ends the subscription; false when it had ended before.</summary>
    public bool TryEnd()
    {
        if (Interlocked.Exchange(ref _active, 0) == 0) return false;

        // A dispatch under way still holds the table: it finds nothing here to call, and nothing is kept alive.
        _name ??= _original!.FullName();
        Volatile.Write(ref _original, null);
        Plain = null;
        Synchronous = null;
        Asynchronous = null;
        Completed = null;
        _topic.Remove(this);
        return true;
    }
}
