using EventGen.CompilerServices;

namespace EventGen;

// The way of an event through the queue.
public sealed partial class EventTopic<T>
{
    // A span is what says where an event comes from: it travels with the context.
    private static bool NeedsContext(DispatchFlags needs) => (needs & DispatchFlags.Context) != 0 || ((needs & DispatchFlags.Traced) != 0 && Telemetry.IsTraced);

    private async ValueTask TracedEmitAsync(T payload, CancellationToken cancellationToken)
    {
        Telemetry.Refresh();
        using var span = MessageSpan.Send(Descriptor.Id);
        try
        {
            await Bus.Queue.EnqueueAsync(Envelop(payload), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    private bool TracedTryEnqueue(T payload)
    {
        Telemetry.Refresh();
        using var span = MessageSpan.Send(Descriptor.Id);
        if (TryEnqueueEnveloped(payload)) return true;
        span.Refuse("queue_full");
        return false;
    }

    private bool TryEnqueueEnveloped(T payload)
    {
        var queued = Envelop(payload);
        if (Bus.Queue.TryEnqueue(queued)) return true;
        Recycle(queued);
        return false;
    }

    /// <inheritdoc/>
    internal override ValueTask RunAsync(in QueuedEvent queued)
    {
        if (queued.Part == QueuedPart.FailedDelivery) return ((FailedDelivery)queued.Item).AttemptAsync();

        Telemetry.CountConsumed(Descriptor.Id);
        bool synchronousDone = queued.Part == QueuedPart.AsynchronousPart;
        if (queued.Item is EventEnvelope<T> envelope)
        {
            var subscribers = envelope.Subscribers ?? Remember(envelope.Payload);
            var (payload, context, capturedContext, partition) = (envelope.Payload, envelope.Context, envelope.CapturedContext, queued.Partition);
            Keep(envelope);
            return context?.MessageAcknowledgement is { } acknowledgement
                ? RunReceivedAsync(payload, context, subscribers, acknowledgement, partition)
                : RunQueuedAsync(payload, context, capturedContext, subscribers, Needs, synchronousDone, partition);
        }

        var bare = (T)queued.Item;
        return RunQueuedAsync(bare, null, null, Remember(bare), Needs, synchronousDone, queued.Partition);
    }

    // Runs on a worker, whose ambient state is the bus's own and whose changes to it end with the event.
    private ValueTask RunQueuedAsync(
        T payload, EventContext? context, AmbientState? capturedContext, SubscriberTable<T> subscribers, DispatchFlags needs, bool synchronousDone, ulong partition)
    {
        if (capturedContext is not null) Ambient.Set(capturedContext.OnWorker(Bus, Ambient.Run));

        // Somebody who takes the context may have subscribed while the event waited.
        if (context is null && NeedsContext(needs)) context = CreateContext();
        if (context is not null) Ambient.Set(Ambient.Current.Handling(Bus, context));

        var thread = CallerThread.Capture();
        var handlers = synchronousDone
            ? Table.RunAsynchronous(payload, context, partition, Bus.Stopping)
            : Table.RunAll(payload, context, DispatchMode.Report(partition), Bus.Stopping);
        thread.Restore();

        return handlers.IsCompletedSuccessfully && subscribers.IsEmpty && (needs & DispatchFlags.Publishers) == 0
            ? handlers
            : RunRemainingAsync(handlers, payload, context, subscribers, needs, synchronousDone, partition);
    }

    private async ValueTask RunRemainingAsync(
        ValueTask handlers, T payload, EventContext? context, SubscriberTable<T> subscribers, DispatchFlags needs, bool synchronousDone, ulong partition)
    {
        await handlers.ConfigureAwait(false);
        if (!subscribers.IsEmpty)
            await RunSubscribersAsync(subscribers, !synchronousDone, payload, context, failures: null, partition, Bus.Stopping).ConfigureAwait(false);
        if ((needs & DispatchFlags.Publishers) == 0) return;
        var publishing = _publishers.PublishAsync(payload, context!, failures: null, partition, Bus.Stopping);
        if (publishing.IsCompleted || !Bus.Publishes.TryAdd(publishing, Descriptor.Id, partition)) await publishing.ConfigureAwait(false);
    }

    // Of an event whose key travels beside it, or has none.
    private EventContext CreateContext() => Bus.Contexts.Create(Descriptor.Id, key: null);
}
