using EventGen.CompilerServices;

namespace EventGen;

// The way of an event through the queue.
public sealed partial class EventTopic<T>
{
    /// <summary>All of an event's work, for a worker.</summary>
    private QueuedEvent Pack(T payload)
    {
        var context = (Needs & TopicNeeds.Context) != 0 ? CreateContext() : null;
        var surroundings = context is null ? Ambient.Cargo : null;
        object item = context is null && surroundings is null && payload is not ValueType
            ? payload!
            : new QueuedPayload<T>(payload, context, surroundings);
        return new QueuedEvent(this, item, LaneOf(payload), synchronousDone: false);
    }

    /// <summary>What an emit leaves to a worker, once it has run the synchronous handlers itself.</summary>
    private QueuedEvent PackRest(T payload, EventContext? context, SubscriberTable<T> subscribers) =>
        new(this, new QueuedPayload<T>(payload, context, context is null ? Ambient.Cargo : null) { Subscribers = subscribers }, LaneOf(payload), synchronousDone: true);

    private ulong LaneOf(T payload) => _definition.Key is { } key ? key(payload).Lane : 0;

    /// <inheritdoc/>
    internal override ValueTask RunAsync(in QueuedEvent queued)
    {
        var subscribers = _subscribers;
        if (queued.Item is QueuedPayload<T> packed)
        {
            if (packed.Reception is not null) return RunReceivedAsync(packed);
            subscribers = packed.Subscribers ?? subscribers;
            return RunQueuedAsync(packed.Payload, packed.Context, packed.Surroundings, subscribers, Needs, queued.SynchronousDone);
        }

        return RunQueuedAsync((T)queued.Item, null, null, subscribers, Needs, queued.SynchronousDone);
    }

    // Runs on a worker, whose ambient state is the bus's own and whose changes to it end with the event.
    private ValueTask RunQueuedAsync(
        T payload, EventContext? context, AmbientState? surroundings, SubscriberTable<T> subscribers, TopicNeeds needs, bool synchronousDone)
    {
        if (surroundings is not null) Ambient.Set(surroundings.OnWorker(Bus));

        // Somebody who takes the context may have subscribed while the event waited.
        if (context is null && (needs & TopicNeeds.Context) != 0) context = CreateContext();
        if (context is not null) Ambient.Set(Ambient.Current.Handling(Bus, context));

        var handlers = synchronousDone
            ? _table.RunAsynchronous(payload, context, Bus.Stopping)
            : _table.RunAll(payload, context, DispatchMode.Report, Bus.Stopping);

        return handlers.IsCompletedSuccessfully && subscribers.IsEmpty && (needs & TopicNeeds.Publishers) == 0
            ? handlers
            : RunRestAsync(handlers, payload, context, subscribers, needs, synchronousDone);
    }

    private async ValueTask RunRestAsync(
        ValueTask handlers, T payload, EventContext? context, SubscriberTable<T> subscribers, TopicNeeds needs, bool synchronousDone)
    {
        await handlers.ConfigureAwait(false);
        if (!subscribers.IsEmpty)
            await RunSubscribersAsync(subscribers, !synchronousDone, payload, context, _failures.Report, Bus.Stopping).ConfigureAwait(false);
        if ((needs & TopicNeeds.Publishers) != 0)
            await _publishers.PublishAsync(payload, context!, _failures.Report, Bus.Stopping).ConfigureAwait(false);
    }

    private EventContext CreateContext()
    {
        var now = Bus.Time.GetUtcNow();
        var ambient = Ambient.Current;
        return new EventContext(Bus, Descriptor.Id, EventIds.Next(now), now, EventMetadata.Capture(Bus.Metadata, ambient), TraceContext.Capture(ambient));
    }
}
