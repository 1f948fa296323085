namespace EventGen;

// Streams, and what is kept for them.
public sealed partial class EventTopic<T>
{
    // Null unless the bus's options ask for it.
    private readonly EventHistory<T>? _history;

    /// <summary>Subscribes a stream: a bounded buffer that one reader drains with <c>await foreach</c>.</summary>
    /// <remarks>An event enters the buffer where a synchronous run-time handler would be called, in the order of subscription.</remarks>
    /// <param name="options">How it buffers; <see langword="null"/> for the defaults.</param>
    /// <returns>The stream, which has the events emitted from now on. Dispose it when done.</returns>
    /// <exception cref="ArgumentException">The options cannot work; the message says why.</exception>
    /// <exception cref="InvalidOperationException">The options ask for a replay, and the bus keeps nothing of this event.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public EventStream<T> Stream(EventStreamOptions? options = null)
    {
        options ??= new EventStreamOptions();
        var buffer = new StreamBuffer<T>(Descriptor.Id, options);
        var subscription = Feed(buffer, static payload => payload);
        buffer.Feed(subscription);
        if (options.ReplayLast == 0) Add(subscription);
        else buffer.Replay(AddWithHistory(subscription), options.ReplayLast, (payload, exception) => ReportFilter(subscription, payload, exception));
        buffer.CloseWhen(options.CancellationToken);
        return new EventStream<T>(buffer);
    }

    /// <summary>Subscribes a stream of some of the events.</summary>
    /// <inheritdoc cref="Stream(EventStreamOptions?)"/>
    public EventStream<T> Stream(EventStreamOptions<T> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Stream((EventStreamOptions)options);
    }

    internal EventHistory<T>? History => _history;

    /// <summary>Makes the subscription of a stream of this event or of a group, to be added.</summary>
    internal TopicSubscription<T> Feed<TStreamed>(StreamBuffer<TStreamed> buffer, Func<T, TStreamed> streamed) => new(this, $"stream of {buffer.Streamed}", DispatchFlags.Subscribers)
    {
        Plain = payload => buffer.Write(streamed(payload), Bus.Stopping),
        Asynchronous = buffer.MayWait ? (payload, _, token) => buffer.WriteAsync(streamed(payload), token) : null,
        Completed = buffer.Complete,
        IsStream = true,
    };

    /// <summary>A stream's filter failed on an event from before the stream was made.</summary>
    internal void ReportFilter(TopicSubscription<T> subscription, T payload, Exception exception) =>
        _failures.Report(subscription, payload, null, exception);

    /// <inheritdoc/>
    internal override void CompleteStreams()
    {
        SubscriberTable<T> subscribers;
        lock (_subscribing) subscribers = _subscribers;   // after whoever found the bus running has been added
        foreach (var entry in subscribers.Entries) entry.Subscription.Completed?.Invoke();
    }

    // An event is kept, and finds its subscribers, at one moment; a stream finds what was kept, and becomes a subscriber, at one
    // moment: so that it gets each event once.
    private SubscriberTable<T> Remember(T payload)
    {
        if (_history is not { } history) return _subscribers;
        lock (history)
        {
            history.Add(Bus.Histories.NextNumber(), payload);
            return _subscribers;
        }
    }

    private T[] AddWithHistory(TopicSubscription<T> subscription)
    {
        if ((Needs & DispatchFlags.Null) != 0) return [];
        if (_history is not { } history)
        {
            throw new InvalidOperationException(
                $"A stream of '{Descriptor.Id}' asks for a replay, but the bus keeps none of its events: configure it with options.KeepLast<{typeof(T).Name}>(count).");
        }

        lock (history)
        {
            Add(subscription);
            return [.. history.Newest.Select(static kept => kept.Payload)];
        }
    }
}
