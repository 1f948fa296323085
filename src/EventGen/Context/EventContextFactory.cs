namespace EventGen;

/// <summary>Creates the contexts of one bus's events. Thread safe.</summary>
/// <param name="time">Tells when an event is emitted.</param>
/// <param name="services">What handlers without a scope of their own get; <see langword="null"/> on a bus without a provider.</param>
/// <param name="own">What every event of the bus carries: its source.</param>
/// <param name="sources">Asked for what else is known, in order.</param>
/// <param name="sourceFailed">Told what a source threw.</param>
/// <param name="chainIsLong">Told of an event that closes another thousand of events, each emitted by a handler of the one before: its name, how many there are, and the name of the last before it.</param>
/// <param name="maxDepth">How often a source that emits may be called within itself.</param>
internal sealed class EventContextFactory(
    TimeProvider time, IServiceProvider? services, EventMetadata own, IEventMetadataSource[] sources, Action<Exception, IEventMetadataSource> sourceFailed, Action<string, int, string> chainIsLong, int maxDepth)
{
    // An event that handlers emit has a cause anyway, so its place costs an addition. A circle through the queue overflows no stack, and fills no queue: nothing else tells of it.
    private const int LongChain = 1000;

    /// <summary>True when each emit has to ask sources, and so needs a context.</summary>
    public bool HasSources => sources.Length > 0;

    /// <summary>What every event of the bus carries.</summary>
    public EventMetadata Own => own;

    /// <summary>The context of an event emitted here and now.</summary>
    /// <param name="eventId">The event's name on the wire.</param>
    /// <param name="key">Its key; <see langword="null"/> for an event without one, and where nobody has read it.</param>
    /// <param name="id">The emission's id; <see langword="null"/> for a new one.</param>
    public EventContext Create(string eventId, EmittedKey? key, Guid? id = null)
    {
        var now = time.GetUtcNow();
        var ambient = Ambient.Current;
        var trace = TraceContext.Of(ambient);
        var metadata = ambient.MetadataOf(own, trace);
        if (sources.Length > 0) metadata = Extend(metadata);
        int depth = ambient.Cause is { } cause ? cause.Depth + 1 : 0;
        if (depth > 0 && depth % LongChain == 0) chainIsLong(eventId, depth, ambient.Cause!.EventId);
        return new EventContext(services, eventId, id ?? EventIds.Next(now), now, metadata, trace, key) { Depth = depth };
    }

    /// <summary>The context of an event that was emitted before: received from another process, or kept as a dead letter.</summary>
    /// <param name="eventId">The event's name on the wire.</param>
    /// <param name="id">The id of its emission.</param>
    /// <param name="timestamp">When it was emitted.</param>
    /// <param name="metadata">What travels with it.</param>
    /// <param name="trace">The span in which it was emitted; <see langword="null"/> for none.</param>
    /// <param name="key">Its key; <see langword="null"/> for an event without one.</param>
    /// <param name="acknowledgement">Who waits until it has been dealt with; <see langword="null"/> for nobody.</param>
    /// <param name="via">The way that it has taken; <see langword="null"/> for one that is not passed on.</param>
    public EventContext Restore(
        string eventId, Guid id, DateTimeOffset timestamp, EventMetadata metadata, EmitTrace? trace, EmittedKey? key, IAcknowledgement? acknowledgement = null, string? via = null) =>
        new(services, eventId, id, timestamp, metadata, trace, key, acknowledgement) { Via = via };

    private EventMetadata Extend(EventMetadata metadata)
    {
        foreach (var source in sources)
        {
            try
            {
                EventMetadata? current;
                using (ForeignCallScope.Enter(maxDepth)) current = source.Current;
                if (current is not { } known) continue;
                var extended = metadata.Over(known);
                EventMetadata.RefuseExcess(extended);   // a client may decide what a source knows, and no receiver would take the event
                metadata = extended;
            }
            catch (Exception exception)
            {
                sourceFailed(exception, source);
            }
        }

        return metadata;
    }
}
