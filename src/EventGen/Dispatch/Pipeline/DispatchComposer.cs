namespace EventGen;

/// <summary>Composes a topic's stages, once for each change of what an emit needs. Thread safe.</summary>
/// <param name="topic">The topic.</param>
/// <param name="parts">Its collaborators.</param>
/// <param name="durable">Commits its events; <see langword="null"/> for an event that is not durable, or is delivered from memory.</param>
internal sealed class DispatchComposer<T>(EventTopic<T> topic, TopicParts<T> parts, DurableEmitter<T>? durable)
{
    // Stages that do something before the targets run: what must not begin is refused before them.
    private const DispatchFlags Prepares = DispatchFlags.Queue | DispatchFlags.Context | DispatchFlags.KeyedRetry | DispatchFlags.Traced | DispatchFlags.History | DispatchFlags.Observer;

    // Replaced whole. If two threads race, either composition serves.
    private DispatchPipeline<T>? _current;

    /// <summary>The stages for a set of flags.</summary>
    public DispatchPipeline<T> For(DispatchFlags flags) => _current is { } current && current.Flags == flags ? current : _current = Compose(flags);

    // From the inside out.
    private DispatchPipeline<T> Compose(DispatchFlags flags)
    {
        var services = topic.Services;
        HandlersStage<T> handlers = Has(DispatchFlags.Guard | DispatchFlags.Traced) ? new GuardedStage<T>(topic, parts, flags) : new DirectStage<T>(topic, parts, flags);
        if (Has(DispatchFlags.Null)) return new DispatchPipeline<T>(flags, new NullStage<T>(), handlers);

        DispatchStage<T> stage = handlers;
        bool hasContext = Has(DispatchFlags.Context | DispatchFlags.KeyedRetry | DispatchFlags.Traced);
        if (hasContext || Has(DispatchFlags.Mark | DispatchFlags.History)) stage = new MarkedStage<T>(services.Delivery.Bus, stage);
        if (services.Observer is { } accepted) stage = new AcceptedStage<T>(topic, accepted, stage);
        if (parts.History is { } history) stage = new HistoryStage<T>(history, parts.Subscribers, parts.Contexts, stage);
        if (Has(DispatchFlags.Queue)) stage = new QueuedStage<T>(services.Queue, parts.Queued, parts.Contexts, flags, stage);
        else if (hasContext) stage = new ContextStage<T>(parts.Contexts, flags, stage);
        if (Has(DispatchFlags.Stopped | Prepares)) stage = new AdmissionStage<T>(topic, Has(DispatchFlags.Stopped), stage);
        if (Has(DispatchFlags.Traced)) stage = new TracedStage<T>(topic.Descriptor.Id, stage);
        if (services.Observer is { } observer) stage = new ObservedStage<T>(topic, observer, stage);
        if (durable is not null) stage = new DurableStage<T>(durable, stage);
        else if (topic.Descriptor.IsDurable) stage = new CommittedStage<T>(topic.Descriptor.Id, stage);
        return new DispatchPipeline<T>(flags, stage, handlers);

        bool Has(DispatchFlags any) => (flags & any) != 0;
    }
}
