using EventGen.CompilerServices;

namespace EventGen;

// The way of an event through the queue.
public sealed partial class EventTopic<T>
{
    /// <inheritdoc/>
    internal override ValueTask RunAsync(in QueuedEvent queued)
    {
        var subscribers = _subscribers;
        if (queued.Item is QueuedPayload<T> packed)
        {
            subscribers = packed.Subscribers ?? subscribers;
            var (payload, context, surroundings) = (packed.Payload, packed.Context, packed.Surroundings);
            Keep(packed);
            return RunQueuedAsync(payload, context, surroundings, subscribers, queued.SynchronousDone);
        }

        return RunQueuedAsync((T)queued.Item, null, null, subscribers, queued.SynchronousDone);
    }

    // Runs on a worker, whose ambient state is the bus's own and whose changes to it end with the event.
    private ValueTask RunQueuedAsync(
        T payload, EventContext? context, AmbientState? surroundings, SubscriberTable<T> subscribers, bool synchronousDone)
    {
        var needs = Needs;

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
        return new EventContext(Bus, Descriptor.Id, EventIds.Next(now), now, EventMetadata.Capture(Bus.Metadata, Ambient.Current));
    }
}
