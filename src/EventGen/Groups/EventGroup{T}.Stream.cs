namespace EventGen;

// Streams of every member.
public sealed partial class EventGroup<T>
{
    /// <summary>Subscribes a stream to every event of the group.</summary>
    /// <remarks>The events come in the order in which an emitter emitted them, whichever of the group they are.</remarks>
    /// <param name="options">How it buffers; <see langword="null"/> for the defaults.</param>
    /// <returns>The stream, which has the events emitted from now on. Dispose it when done.</returns>
    /// <exception cref="ArgumentException">The options cannot work; the message says why.</exception>
    /// <exception cref="InvalidOperationException">The options ask for a replay, and there are events of the group that the bus does not keep.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public EventStream<T> Stream(EventStreamOptions? options = null)
    {
        options ??= new EventStreamOptions();
        var buffer = new StreamBuffer<T>(Id, options);
        var subscription = new GroupSubscription(null, Array.ConvertAll(_members, member => member.Prepare(buffer)), null);
        buffer.Feed(subscription);
        if (options.ReplayLast == 0) Add(subscription.Parts, subscription);
        else buffer.Replay(AddWithHistories(subscription), options.ReplayLast, (payload, exception) => ReportFilter(subscription, payload, exception));
        buffer.CloseWhen(options.CancellationToken);
        return new EventStream<T>(buffer);
    }

    /// <summary>Subscribes a stream to some of the group's events.</summary>
    /// <inheritdoc cref="Stream(EventStreamOptions?)"/>
    public EventStream<T> Stream(EventStreamOptions<T> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Stream((EventStreamOptions)options);
    }

    private void ReportFilter(GroupSubscription subscription, T payload, Exception exception)
    {
        int index = Array.IndexOf(_members, Find(payload));
        _members[index].ReportFilter(subscription.Parts[index], payload, exception);
    }

    private T[] AddWithHistories(GroupSubscription subscription)
    {
        if (_isNull) return [];
        string[] forgotten = [.. _members.Where(static member => member.History is null).Select(static member => $"'{member.Topic.Descriptor.Id}'")];
        if (forgotten.Length > 0)
        {
            throw new InvalidOperationException(
                $"A stream of the group '{Id}' asks for a replay, but the bus keeps none of {string.Join(", ", forgotten)}: configure it with options.KeepLast<{typeof(T).Name}>(count).");
        }

        List<(long Order, T Event)> kept = [];
        WithHistories(0, () =>
        {
            Add(subscription.Parts, subscription);
            foreach (var member in _members) member.CopyHistory(kept);
        });
        kept.Sort(static (one, other) => one.Order.CompareTo(other.Order));
        return [.. kept.Select(static entry => entry.Event)];
    }

    // With all of them still, nothing is emitted between what was kept and what comes.
    private void WithHistories(int index, Action act)
    {
        if (index == _members.Length)
        {
            act();
            return;
        }

        lock (_members[index].History!) WithHistories(index + 1, act);
    }
}
