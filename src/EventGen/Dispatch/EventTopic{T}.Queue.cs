using EventGen.CompilerServices;

namespace EventGen;

// The way of an event through the queue.
public sealed partial class EventTopic<T>
{
    // A span is what says where an event comes from: it travels with the context.
    private static bool NeedsContext(TopicNeeds needs) => (needs & TopicNeeds.Context) != 0 || ((needs & TopicNeeds.Observed) != 0 && Telemetry.IsTraced);

    private async ValueTask ObservedEmitAsync(T payload, CancellationToken cancellationToken)
    {
        Telemetry.Look();
        using var span = MessageSpan.Send(Descriptor.Id);
        try
        {
            await Bus.Queue.EnqueueAsync(Pack(payload), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    private bool ObservedTryEnqueue(T payload)
    {
        Telemetry.Look();
        using var span = MessageSpan.Send(Descriptor.Id);
        if (TryEnqueuePacked(payload)) return true;
        span.Refuse("queue_full");
        return false;
    }

    private bool TryEnqueuePacked(T payload)
    {
        var queued = Pack(payload);
        if (Bus.Queue.TryEnqueue(queued)) return true;
        Recycle(queued);
        return false;
    }

    /// <inheritdoc/>
    internal override ValueTask RunAsync(in QueuedEvent queued)
    {
        if (queued.Part == QueuedPart.FailedDelivery) return ((FailedDelivery)queued.Item).AttemptAsync();

        Telemetry.CountConsumed(Descriptor.Id);
        bool synchronousDone = queued.Part == QueuedPart.Rest;
        if (queued.Item is QueuedPayload<T> packed)
        {
            var subscribers = packed.Subscribers ?? Remember(packed.Payload);
            var (payload, context, surroundings, lane) = (packed.Payload, packed.Context, packed.Surroundings, queued.Lane);
            Keep(packed);
            return context?.Reception is { } reception
                ? RunReceivedAsync(payload, context, subscribers, reception, lane)
                : RunQueuedAsync(payload, context, surroundings, subscribers, Needs, synchronousDone, lane);
        }

        var bare = (T)queued.Item;
        return RunQueuedAsync(bare, null, null, Remember(bare), Needs, synchronousDone, queued.Lane);
    }

    // Runs on a worker, whose ambient state is the bus's own and whose changes to it end with the event.
    private ValueTask RunQueuedAsync(
        T payload, EventContext? context, AmbientState? surroundings, SubscriberTable<T> subscribers, TopicNeeds needs, bool synchronousDone, ulong lane)
    {
        if (surroundings is not null) Ambient.Set(surroundings.OnWorker(Bus));

        // Somebody who takes the context may have subscribed while the event waited.
        if (context is null && (needs & TopicNeeds.Context) != 0) context = CreateContext();
        if (context is not null) Ambient.Set(Ambient.Current.Handling(Bus, context));

        var thread = CallerThread.Capture();
        var handlers = synchronousDone
            ? Table.RunAsynchronous(payload, context, lane, Bus.Stopping)
            : Table.RunAll(payload, context, DispatchMode.Report(lane), Bus.Stopping);
        thread.Restore();

        return handlers.IsCompletedSuccessfully && subscribers.IsEmpty && (needs & TopicNeeds.Publishers) == 0
            ? handlers
            : RunRestAsync(handlers, payload, context, subscribers, needs, synchronousDone, lane);
    }

    private async ValueTask RunRestAsync(
        ValueTask handlers, T payload, EventContext? context, SubscriberTable<T> subscribers, TopicNeeds needs, bool synchronousDone, ulong lane)
    {
        await handlers.ConfigureAwait(false);
        if (!subscribers.IsEmpty)
            await RunSubscribersAsync(subscribers, !synchronousDone, payload, context, failures: null, lane, Bus.Stopping).ConfigureAwait(false);
        if ((needs & TopicNeeds.Publishers) == 0) return;
        var publishing = _publishers.PublishAsync(payload, context!, failures: null, lane, Bus.Stopping);
        if (publishing.IsCompleted || !Bus.Publishes.TryAdd(publishing, Descriptor.Id, lane)) await publishing.ConfigureAwait(false);
    }

    // Of an event whose key travels beside it, or has none.
    private EventContext CreateContext() => EventContext.Create(Bus, Descriptor.Id, key: null);
}
