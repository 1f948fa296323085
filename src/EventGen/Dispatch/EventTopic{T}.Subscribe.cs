using System.Runtime.CompilerServices;

namespace EventGen;

// Run-time subscriptions, streams included.
public sealed partial class EventTopic<T>
{
    // Overloads are ranked so that a lambda finds the one that is meant: an asynchronous lambda becomes a ValueTask, and
    // an unused second parameter an EventContext. EventGroup<T> has the same, held equal by a test.

    /// <summary>Subscribes a synchronous handler.</summary>
    /// <remarks>
    /// Run-time handlers run after the compile-time ones, in the order in which they subscribed. A subscription made
    /// during a dispatch sees the next event.
    /// </remarks>
    /// <param name="handler">Called with each event. What it throws is reported and stops no other handler.</param>
    /// <returns>Ends the subscription when disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is <see langword="null"/>.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public EventSubscription Subscribe(Action<T> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Action{T})"/>
    [OverloadResolutionPriority(1)]
    public EventSubscription Subscribe(Action<T, EventContext> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Action{T})"/>
    public EventSubscription Subscribe(Action<T, CancellationToken> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Action{T})"/>
    [OverloadResolutionPriority(1)]
    public EventSubscription Subscribe(Action<T, EventContext, CancellationToken> handler) => Add(new RunTimeHandler<T>(handler));

    /// <summary>Subscribes an asynchronous handler.</summary>
    /// <inheritdoc cref="Subscribe(Action{T})"/>
    [OverloadResolutionPriority(4)]
    public EventSubscription Subscribe(Func<T, ValueTask> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(5)]
    public EventSubscription Subscribe(Func<T, EventContext, ValueTask> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(4)]
    public EventSubscription Subscribe(Func<T, CancellationToken, ValueTask> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(5)]
    public EventSubscription Subscribe(Func<T, EventContext, CancellationToken, ValueTask> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(2)]
    public EventSubscription Subscribe(Func<T, Task> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(3)]
    public EventSubscription Subscribe(Func<T, EventContext, Task> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(2)]
    public EventSubscription Subscribe(Func<T, CancellationToken, Task> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(3)]
    public EventSubscription Subscribe(Func<T, EventContext, CancellationToken, Task> handler) => Add(new RunTimeHandler<T>(handler));

    /// <summary>Ends the newest subscription of an equal delegate.</summary>
    /// <param name="handler">Compared by <see cref="object.Equals(object?)"/>: same method, same target.</param>
    /// <returns>False when no active subscription has it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is <see langword="null"/>.</exception>
    public bool Unsubscribe(Delegate handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _subscribers.EndNewest(handler);
    }

    internal void Remove(TopicSubscription<T> subscription) => _subscribers.Remove(subscription);

    internal TopicSubscription<T> Add(TopicSubscription<T> subscription)
    {
        if (!IsNull) _subscribers.Add(subscription, RefuseIfStopped);
        return subscription;
    }

    private TopicSubscription<T> Add(in RunTimeHandler<T> handler) => Add(new TopicSubscription<T>(this, handler.Original, handler.Needs)
    {
        Plain = handler.Plain,
        Synchronous = handler.Synchronous,
        Asynchronous = handler.Asynchronous,
    });

    private void RefuseIfStopped()
    {
        if ((Needs & DispatchFlags.Stopped) != 0 && Services.Queue.IsRefusing) throw new EventBusStoppedException(Descriptor.Id);
    }

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
        var subscription = Feed(buffer);
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

    /// <summary>Makes the subscription of a stream of a group, to be added.</summary>
    internal TopicSubscription<T> Feed<TGroup>(StreamBuffer<TGroup> buffer, Func<T, TGroup> converted)
    {
        var stopping = Services.Stopping;
        return Feed(buffer, payload => buffer.Write(converted(payload), stopping), buffer.MayWait ? (payload, _, token) => buffer.WriteAsync(converted(payload), token) : null);
    }

    // Without the conversion, which each event would call.
    private TopicSubscription<T> Feed(StreamBuffer<T> buffer)
    {
        var stopping = Services.Stopping;
        return Feed(buffer, payload => buffer.Write(payload, stopping), buffer.MayWait ? (payload, _, token) => buffer.WriteAsync(payload, token) : null);
    }

    private TopicSubscription<T> Feed<TStreamed>(StreamBuffer<TStreamed> buffer, Action<T> write, Func<T, EventContext?, CancellationToken, ValueTask>? writeAsync) =>
        new(this, $"stream of {buffer.Streamed}", DispatchFlags.Subscribers) { Plain = write, Asynchronous = writeAsync, Completed = buffer.Complete, IsStream = true };

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
