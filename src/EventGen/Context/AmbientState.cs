namespace EventGen;

/// <summary>What surrounds the running code: the bus in force, pushed metadata, the event whose handler runs. Immutable.</summary>
/// <param name="Bus">The bus in force, only carried along here; <see langword="null"/> for the process's default.</param>
/// <param name="Pushed">Metadata pushed since the handler began, or since ever outside of handlers.</param>
/// <param name="Cause">The context of the event whose handler runs, if that event has one.</param>
/// <param name="Trace">The trace in which the event was emitted whose handler runs, where no context tells; else <see langword="null"/>.</param>
/// <param name="Run">The run of an event on a worker that runs the code, or has started it; <see langword="null"/> for none.</param>
internal sealed record AmbientState(object? Bus, EventMetadata? Pushed, EventContext? Cause, EmitTrace? Trace, object? Run)
{
    public static AmbientState Empty { get; } = new(null, null, null, null, null);

    public AmbientState WithBus(object bus) => this with { Bus = bus };

    public AmbientState WithMetadata(EventMetadata inner) => this with { Pushed = Pushed is null ? inner : inner.Over(Pushed) };

    /// <summary>As a handler of <paramref name="context"/>'s event sees it: what was pushed has become the context's.</summary>
    public AmbientState Handling(object bus, EventContext? context) =>
        context is null ? this with { Bus = bus } : this with { Bus = bus, Cause = context, Pushed = null, Trace = null };

    /// <summary>As a worker's handlers see what surrounded the emit.</summary>
    public AmbientState OnWorker(object bus, object? run) => this with { Bus = bus, Run = run };

    /// <summary>As code sees it that the bus calls on its own, after what has happened here: its emits belong to no event that a worker runs.</summary>
    public AmbientState BesideWorkers(object bus) => this with { Bus = bus, Run = null };
}
