using System.Diagnostics;

namespace EventGen;

/// <summary>Runs the queued events of one topic, on workers. Thread safe.</summary>
/// <param name="topic">The topic.</param>
/// <param name="parts">Its collaborators.</param>
internal sealed class QueuedEventRunner<T>(EventTopic<T> topic, TopicParts<T> parts)
{
    /// <summary>Runs what an accepted event waits for. Never throws.</summary>
    public ValueTask RunAsync(in QueuedEvent queued)
    {
        if (queued.Part == QueuedPart.Durable) return ((DurableDelivery)queued.Item).RunAsync();

        Telemetry.CountConsumed(topic.Descriptor.Id);
        if (queued.Item is not EventEnvelope<T> envelope)
        {
            var bare = (T)queued.Item;
            return RunAsync(bare, null, null, SubscribersOf(bare), queued.Part, publishes: true, queued.Partition);
        }

        var subscribers = envelope.Subscribers ?? SubscribersOf(envelope.Payload);
        var (payload, context, captured) = (envelope.Payload, envelope.Context, envelope.CapturedContext);
        parts.Queued.Recycle(envelope);
        return context?.MessageAcknowledgement is { } acknowledgement
            ? RunReceivedAsync(payload, context, subscribers, acknowledgement, queued.Partition)
            : RunAsync(payload, context, captured, subscribers, queued.Part, publishes: true, queued.Partition);
    }

    private ValueTask RunAsync(
        T payload, EventContext? context, AmbientState? captured, SubscriberTable<T> subscribers, QueuedPart part, bool publishes, ulong partition)
    {
        var bus = topic.Services.Delivery.Bus;
        if (captured is not null) Ambient.Set(captured.OnWorker(bus, Ambient.Run));

        // Somebody who takes the context may have subscribed while the event waited. Its key travels beside it.
        var pipeline = topic.PipelineFor(subscribers);
        if (context is null && pipeline.Flags.NeedContext()) context = parts.Contexts.CreateWithoutKey();
        if (context is not null) Ambient.Set(Ambient.Current.Handling(bus, context));
        return pipeline.Handlers.RunQueuedAsync(payload, context, subscribers, part, publishes, partition);
    }

    // What was received is never published again.
    private async ValueTask RunReceivedAsync(T payload, EventContext context, SubscriberTable<T> subscribers, IAcknowledgement acknowledgement, ulong partition)
    {
        // Where nobody records spans, what handlers call belongs to the sender's trace all the same. Else each handler's span continues it.
        var outer = Activity.Current;
        var activity = Telemetry.IsTraced ? null : GuardedActivity.Start(() => TraceContext.Continue($"process {topic.Descriptor.Id}", context.Trace));
        try
        {
            await RunAsync(payload, context, null, subscribers, QueuedPart.All, publishes: false, partition).ConfigureAwait(false);

            // Handlers whose token was cancelled have not done their work: somebody else should.
            if (topic.Services.Stopping.IsCancellationRequested) acknowledgement.Abandon("The bus gave up draining while it was handled.");
            acknowledgement.Release();
        }
        catch (Exception)
        {
            acknowledgement.Abandon("A worker could not run it.");
            throw;
        }
        finally
        {
            GuardedActivity.Stop(activity, outer);
        }
    }

    private SubscriberTable<T> SubscribersOf(T payload) => parts.History is { } history ? history.Add(payload, parts.Subscribers) : parts.Subscribers.Current;
}
