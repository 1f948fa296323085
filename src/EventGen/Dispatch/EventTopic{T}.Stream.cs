namespace EventGen;

// Streams.
public sealed partial class EventTopic<T>
{
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

    internal EventHistory<T>? History => _parts.History;

    /// <summary>Makes the subscription of a stream of this event or of a group, to be added.</summary>
    internal TopicSubscription<T> Feed<TStreamed>(StreamBuffer<TStreamed> buffer, Func<T, TStreamed> streamed) => new(this, $"stream of {buffer.Streamed}", DispatchFlags.Subscribers)
    {
        Plain = payload => buffer.Write(streamed(payload), Services.Stopping),
        Asynchronous = buffer.MayWait ? (payload, _, token) => buffer.WriteAsync(streamed(payload), token) : null,
        Completed = buffer.Complete,
        IsStream = true,
    };

    /// <summary>A stream's filter failed on an event from before the stream was made.</summary>
    internal void ReportFilter(TopicSubscription<T> subscription, T payload, Exception exception) =>
        _parts.Failures.Report(subscription, payload, null, exception);

    private T[] AddWithHistory(TopicSubscription<T> subscription)
    {
        if (IsNull) return [];
        if (History is not { } history)
        {
            throw new InvalidOperationException(
                $"A stream of '{Descriptor.Id}' asks for a replay, but the bus keeps none of its events: configure it with options.KeepLast<{typeof(T).Name}>(count).");
        }

        return history.Join(() => Add(subscription));
    }
}
