namespace EventGen;

/// <summary>Composes a topic's stages, once for each change of what an emit needs. Thread safe.</summary>
/// <param name="topic">The topic.</param>
/// <param name="parts">Its collaborators.</param>
/// <param name="durable">Commits its events; <see langword="null"/> for an event that is not durable, or is delivered from memory.</param>
internal sealed class DispatchComposer<T>(EventTopic<T> topic, TopicParts<T> parts, DurableEmitter<T>? durable)
{
    // Stages that do something before the targets run: what must not begin is refused before them.
    private const DispatchFlags Prepares = DispatchFlags.Queue | DispatchFlags.Context | DispatchFlags.KeyedRetry | DispatchFlags.Traced | DispatchFlags.Followed | DispatchFlags.History | DispatchFlags.Observer;

    // What needs no stage around the handlers.
    private const DispatchFlags Plain = DispatchFlags.Subscribers | DispatchFlags.Depth;

    // Replaced whole. If two threads race, either composition serves.
    private DispatchPipeline<T>? _current;

    /// <summary>The stages for a set of flags.</summary>
    public DispatchPipeline<T> For(DispatchFlags flags) => _current is { } current && current.Flags == flags ? current : _current = (flags & ~Plain) == 0 ? HandlersAlone(flags) : Compose(flags);

    // Apart: most events need no more, and a process that starts for one of them need not have the types of all stages loaded.
    private DispatchPipeline<T> HandlersAlone(DispatchFlags flags)
    {
        var handlers = new DirectStage<T>(topic, parts, flags);
        return new DispatchPipeline<T>(flags, handlers, handlers, handlers);
    }

    // From the inside out.
    private DispatchPipeline<T> Compose(DispatchFlags flags)
    {
        var services = topic.Services;
        HandlersStage<T> handlers = Has(DispatchFlags.Guard | DispatchFlags.Traced | DispatchFlags.Failing) ? new GuardedStage<T>(topic, parts, flags) : new DirectStage<T>(topic, parts, flags);
        if (Has(DispatchFlags.Measured)) handlers = new MeasuredStage<T>(topic, parts, flags, handlers);
        if (Has(DispatchFlags.Null))
        {
            var accepting = new NullStage<T>();
            return new DispatchPipeline<T>(flags, accepting, accepting, handlers);
        }

        DispatchStage<T> stage = handlers, queueing = handlers;
        bool hasContext = Has(DispatchFlags.Context | DispatchFlags.KeyedRetry | DispatchFlags.Traced | DispatchFlags.Followed);
        if (hasContext || Has(DispatchFlags.Mark | DispatchFlags.History)) stage = new MarkedStage<T>(services.Delivery.Bus, stage);
        if (services.Observer is { } accepted) stage = new AcceptedStage<T>(topic, accepted, stage);
        if (parts.History is { } history) stage = new HistoryStage<T>(history, parts.Subscribers, parts.Contexts, stage);
        if (Has(DispatchFlags.Queue)) stage = new QueuedStage<T>(services.Queue, parts.Queued, parts.Contexts, flags, stage);
        else if (hasContext) stage = new ContextStage<T>(parts.Contexts, flags, stage);
        if (Has(DispatchFlags.Stopped | Prepares)) stage = new AdmissionStage<T>(topic, Has(DispatchFlags.Stopped), stage);

        // An event that is left to the queue whole passes these alone: it is called for each such event.
        if (Has(DispatchFlags.Traced)) Surround(next => new TracedStage<T>(topic.Descriptor.Id, next));
        if (services.Observer is { } observer) Surround(next => new ObservedStage<T>(topic, observer, next));
        if (durable is not null) Surround(next => new DurableStage<T>(durable, next));
        else if (topic.Descriptor.IsDurable) Surround(next => new CommittedStage<T>(topic.Descriptor.Id, next));
        return new DispatchPipeline<T>(flags, stage, queueing, handlers);

        bool Has(DispatchFlags any) => (flags & any) != 0;

        void Surround(Func<DispatchStage<T>, DispatchStage<T>> surround) => (stage, queueing) = (surround(stage), surround(queueing));
    }
}
