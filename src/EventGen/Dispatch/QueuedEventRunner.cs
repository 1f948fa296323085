using System.Diagnostics;

namespace EventGen;

/// <summary>Runs the queued events of one topic, on workers. Thread safe.</summary>
/// <param name="topic">The topic.</param>
/// <param name="parts">Its collaborators.</param>
internal sealed class QueuedEventRunner<T>(EventTopic<T> topic, TopicParts<T> parts)
{
    private readonly object _bus = topic.Services.Delivery.Bus;
    private readonly string _eventId = topic.Descriptor.Id;

    /// <summary>Runs what an accepted event waits for. Never throws.</summary>
    public ValueTask RunAsync(in QueuedEvent queued)
    {
        if (queued.Part == QueuedPart.Durable) return ((DurableDelivery)queued.Item).RunAsync();

        Telemetry.CountConsumed(_eventId);
        if (queued.Item is not EventEnvelope<T> envelope)
        {
            var bare = (T)queued.Item;
            return RunAsync(bare, null, null, SubscribersOf(bare), queued.Part, queued.Partition);
        }

        var subscribers = envelope.Subscribers ?? SubscribersOf(envelope.Payload);
        var (payload, context, captured) = (envelope.Payload, envelope.Context, envelope.CapturedContext);
        parts.Queued.Recycle(envelope);
        return context?.MessageAcknowledgement is { } acknowledgement
            ? RunReceivedAsync(payload, context, subscribers, acknowledgement, queued.Partition)
            : RunAsync(payload, context, captured, subscribers, queued.Part, queued.Partition);
    }

    private ValueTask RunAsync(
        T payload, EventContext? context, AmbientState? captured, SubscriberTable<T> subscribers, QueuedPart part, ulong partition)
    {
        if (captured is not null) Ambient.Set(captured.OnWorker(_bus, Ambient.Run));

        // Somebody who takes the context may have subscribed while the event waited. Its key travels beside it.
        var pipeline = topic.PipelineFor(subscribers);
        if (context is null && pipeline.Flags.NeedContext()) context = parts.Contexts.CreateWithoutKey();
        if (context is not null) Ambient.Set(Ambient.Current.Handling(_bus, context));
        return pipeline.Handlers.RunQueuedAsync(payload, context, subscribers, part, partition);
    }

    private async ValueTask RunReceivedAsync(T payload, EventContext context, SubscriberTable<T> subscribers, IAcknowledgement acknowledgement, ulong partition)
    {
        // Where nobody records spans, what handlers call belongs to the sender's trace all the same. Else each handler's span continues it.
        if (parts.Failures.Measurements is { } measurements)
        {
            measurements.Count(EventTallyKind.Received);
            measurements.TellEmitted(EventActivityKind.Received, context, payload!);
        }

        var outer = Activity.Current;
        var activity = Telemetry.IsTraced ? null : GuardedActivity.Start(() => TraceContext.Continue($"process {_eventId}", context.Trace));
        try
        {
            await RunAsync(payload, context, null, subscribers, QueuedPart.All, partition).ConfigureAwait(false);

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
