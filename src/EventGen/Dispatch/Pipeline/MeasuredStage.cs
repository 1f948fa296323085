using System.Diagnostics;
using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Counts each event and measures some: those run with something around each handler, the others as they would without being counted.</summary>
/// <param name="topic">The topic.</param>
/// <param name="parts">Its collaborators.</param>
/// <param name="flags">What the stages are composed for.</param>
/// <param name="plain">Runs the events that are not measured.</param>
internal sealed class MeasuredStage<T>(EventTopic<T> topic, TopicParts<T> parts, DispatchFlags flags, HandlersStage<T> plain) : GuardedStage<T>(topic, parts, flags)
{
    private readonly EventMeasurements _measurements = Declared(topic, parts);

    // What stands around the handlers measures them one by one, so that there is nothing to count in their stead.
    private readonly bool _isGuarded = plain is GuardedStage<T>;

    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        if (!_measurements.Sample(EventTallyKind.Emits, EventTallyKind.MeasuredEmits, _isGuarded))
        {
            plain.Emit(payload, context, subscribers);
            return;
        }

        _measurements.TellEmitted(EventActivityKind.Emitted, context, payload!);
        long started = Stopwatch.GetTimestamp();
        base.Emit(payload, context, subscribers);
        _measurements.AddDuration(started);
    }

    public override void Enqueue(T payload, ref ValueTask accepted, CancellationToken cancellationToken)
    {
        var queued = Enveloped(payload);
        _measurements.Count(EventTallyKind.QueuedEmits);
        NoteEmitted(payload, queued);
        Queue.Enqueue(queued, ref accepted, cancellationToken);
    }

    public override bool TryEnqueue(T payload)
    {
        var queued = Enveloped(payload);
        _measurements.Count(EventTallyKind.QueuedEmits);
        NoteEmitted(payload, queued);
        return TryEnqueue(queued);
    }

    public override bool RunQueued(T payload, EventContext? context, SubscriberTable<T> subscribers, QueuedPart part, ulong partition, ref ValueTask running)
    {
        bool isMeasured = part == QueuedPart.AsynchronousPart
            ? _measurements.Sample(EventTallyKind.AsynchronousRuns, EventTallyKind.MeasuredAsynchronousRuns, _isGuarded)
            : _measurements.Sample(EventTallyKind.Runs, EventTallyKind.MeasuredRuns, _isGuarded);
        if (!isMeasured) return plain.RunQueued(payload, context, subscribers, part, partition, ref running);
        running = RunMeasuredAsync(payload, context, subscribers, part, partition);
        return running.IsCompletedSuccessfully;
    }

    /// <summary>Only of an invocation: what an emitter or a worker runs goes through the methods above.</summary>
    protected override ValueTask RunHandlers(T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken)
    {
        if (mode.IsReporting) return base.RunHandlers(payload, context, mode, cancellationToken);
        _measurements.Count(EventTallyKind.OtherEmits);
        _measurements.TellEmitted(EventActivityKind.Emitted, context, payload!);
        return base.RunHandlers(payload, context, mode, cancellationToken);
    }

    private static EventMeasurements Declared(EventTopic<T> topic, TopicParts<T> parts)
    {
        var measurements = topic.Services.Delivery.Measurements.Of(topic.Descriptor.Id);
        measurements.Declare(Array.ConvertAll(parts.Handlers.Handlers, static handler => (handler.Name, (handler.Traits & HandlerTraits.Asynchronous) == 0)));
        return measurements;
    }

    private void NoteEmitted(T payload, in QueuedEvent queued) =>
        _measurements.TellEmitted(EventActivityKind.Emitted, (queued.Item as EventEnvelope)?.Context, payload!);

    private async ValueTask RunMeasuredAsync(T payload, EventContext? context, SubscriberTable<T> subscribers, QueuedPart part, ulong partition)
    {
        if (context is { MessageAcknowledgement: null }) _measurements.AddWaiting(context.Timestamp);
        long started = Stopwatch.GetTimestamp();
        ValueTask running = default;
        base.RunQueued(payload, context, subscribers, part, partition, ref running);
        await running.ConfigureAwait(false);
        _measurements.AddDuration(started);
    }
}
