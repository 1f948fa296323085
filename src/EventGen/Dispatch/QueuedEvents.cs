using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>Makes the queued events of one topic, and runs them on workers. Thread safe.</summary>
/// <param name="topic">The topic.</param>
/// <param name="subscribers">Its run-time subscribers.</param>
/// <param name="history">What is kept for streams; <see langword="null"/> where nothing is.</param>
/// <param name="contexts">Creates contexts.</param>
/// <param name="drops">Counts what a full queue has dropped.</param>
internal sealed class QueuedEvents<T>(
    EventTopic<T> topic, SubscriberList<T> subscribers, EventHistory<T>? history, KeyedContextFactory<T> contexts, DropCounter drops) : QueuedWork
{
    private readonly EventEnvelopes<T> _envelopes = new(topic.Services.Queue.Capacity);
    private readonly object _bus = topic.Services.Delivery.Bus;
    private readonly string _eventId = topic.Descriptor.Id;

    /// <inheritdoc/>
    public override string EventId => _eventId;

    /// <summary>All of an event's work.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="partition">The partition of the queue that it enters; 0 for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public QueuedEvent All(T payload, ulong partition)
    {
        var captured = Ambient.Captured;
        return new QueuedEvent(this, captured is null && !typeof(T).IsValueType ? payload! : Enveloped(payload, null, captured, null), partition, QueuedPart.All);
    }

    /// <summary>The same, with a context that somebody takes.</summary>
    public QueuedEvent All(T payload, EventContext context, ulong partition) => new(this, Enveloped(payload, context, null, null), partition, QueuedPart.All);

    /// <summary>What an emit leaves to a worker, besides the synchronous targets that it runs itself.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context, if somebody takes it.</param>
    /// <param name="seenBy">The subscribers that see the event.</param>
    /// <param name="partition">The partition of the queue that it enters; 0 for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public QueuedEvent AsynchronousPart(T payload, EventContext? context, SubscriberTable<T> seenBy, ulong partition) =>
        new(this, Enveloped(payload, context, context is null ? Ambient.Captured : null, seenBy), partition, QueuedPart.AsynchronousPart);

    /// <summary>Takes back the envelope of an event that nobody will run.</summary>
    public void Recycle(in QueuedEvent queued)
    {
        if (queued.Item is EventEnvelope<T> envelope) _envelopes.Recycle(envelope);
    }

    /// <inheritdoc/>
    public override bool Run(in QueuedEvent queued, ref ValueTask running)
    {
        // Most events are their payload, and nobody has asked for more: the shortest way, for as many kinds of events as there are.
        object item = queued.Item;
        if (queued.Part != QueuedPart.All || item is EventEnvelope<T>) return RunItem(queued, ref running);
        Telemetry.CountConsumed(_eventId);
        var payload = Unsafe.As<object, T>(ref item);   // put in by All: a cast would look T up for each event
        var seenBy = SubscribersOf(payload);
        var pipeline = topic.PipelineFor(seenBy);
        return pipeline.Direct is { } direct && !pipeline.Flags.NeedContext()
            ? direct.RunQueued(payload, null, seenBy, QueuedPart.All, queued.Partition, ref running)
            : Run(payload, null, null, seenBy, QueuedPart.All, queued.Partition, ref running);
    }

    /// <inheritdoc/>
    public override void Drop(in QueuedEvent queued)
    {
        if (queued.Item is DurableDelivery durable)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static dropped => dropped.GiveBack(), durable, preferLocal: false);
            return;
        }

        drops.Add();

        // Elsewhere what calls user code, for the queue is locked.
        if (AcknowledgementOf(queued) is { } acknowledgement)
            ThreadPool.UnsafeQueueUserWorkItem(static dropped => dropped.Abandon("The queue has dropped it."), acknowledgement, preferLocal: false);
        Recycle(queued);
    }

    /// <inheritdoc/>
    public override IAcknowledgement? AcknowledgementOf(in QueuedEvent queued) => (queued.Item as EventEnvelope)?.Context?.MessageAcknowledgement;

    /// <inheritdoc/>
    public override string DescribeTargets() => topic.DescribeTargets();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunItem(in QueuedEvent queued, ref ValueTask running)
    {
        if (queued.Part == QueuedPart.Durable)
        {
            running = ((DurableDelivery)queued.Item).RunAsync();
            return running.IsCompletedSuccessfully;
        }

        Telemetry.CountConsumed(_eventId);
        var envelope = (EventEnvelope<T>)queued.Item;
        var seenBy = envelope.Subscribers ?? SubscribersOf(envelope.Payload);
        var (payload, context, captured) = (envelope.Payload, envelope.Context, envelope.CapturedContext);
        _envelopes.Recycle(envelope);
        if (context?.MessageAcknowledgement is not { } acknowledgement) return Run(payload, context, captured, seenBy, queued.Part, queued.Partition, ref running);
        running = RunReceivedAsync(payload, context, seenBy, acknowledgement, queued.Partition);
        return running.IsCompletedSuccessfully;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Run(
        T payload, EventContext? context, AmbientState? captured, SubscriberTable<T> seenBy, QueuedPart part, ulong partition, ref ValueTask running)
    {
        if (captured is not null) Ambient.Follow(captured);

        // Somebody who takes the context may have subscribed while the event waited. Its key travels beside it.
        var pipeline = topic.PipelineFor(seenBy);
        if (context is null && pipeline.Flags.NeedContext()) context = contexts.CreateWithoutKey();
        if (context is not null) Ambient.Set(Ambient.Current.Handling(_bus, context));
        return pipeline.Handlers.RunQueued(payload, context, seenBy, part, partition, ref running);
    }

    private async ValueTask RunReceivedAsync(T payload, EventContext context, SubscriberTable<T> seenBy, IAcknowledgement acknowledgement, ulong partition)
    {
        if (topic.Services.Delivery.Measurements is { IsStarted: true } measured)
        {
            var measurements = measured.Of(_eventId);
            measurements.CountReceived(acknowledgement.Publisher);
            measurements.TellEmitted(EventActivityKind.Received, context, payload!);
        }

        // Where nobody records spans, what handlers call belongs to the sender's trace all the same. Else each handler's span continues it.
        var outer = Activity.Current;
        var activity = GuardedActivity.Continue(_eventId, context.Trace);
        try
        {
            ValueTask running = default;
            Run(payload, context, null, seenBy, QueuedPart.All, partition, ref running);
            await running.ConfigureAwait(false);

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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private EventEnvelope<T> Enveloped(T payload, EventContext? context, AmbientState? captured, SubscriberTable<T>? seenBy) =>
        _envelopes.Take().Fill(payload, context, captured, seenBy);

    private SubscriberTable<T> SubscribersOf(T payload) => history is null ? subscribers.Current : history.Add(payload, subscribers);
}
