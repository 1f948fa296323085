namespace EventGen;

/// <summary>What surrounds the running code: the bus in force, pushed metadata, the event whose handler runs. Immutable.</summary>
/// <remarks>
/// One state surrounds many emits, and many events of one place meet one worker: so it keeps what the first of them has made of it. What is kept is replaced
/// whole, and made again where two threads race.
/// </remarks>
/// <param name="Bus">The bus in force, only carried along here; <see langword="null"/> for the process's default.</param>
/// <param name="Pushed">Metadata pushed since the handler began, or since ever outside of handlers.</param>
/// <param name="Cause">The context of the event whose handler runs, if that event has one.</param>
/// <param name="Trace">The trace in which the event was emitted whose handler runs, where no context tells; else <see langword="null"/>.</param>
/// <param name="Run">The run of an event on a worker that runs the code, or has started it; <see langword="null"/> for none.</param>
internal sealed record AmbientState(object? Bus, EventMetadata? Pushed, EventContext? Cause, EmitTrace? Trace, object? Run)
{
    private CapturedMetadata? _metadata;
    private AmbientState? _traced;
    private WeakReference<EnteredState>? _entered;

    // What is kept is of one state alone.
    private AmbientState(AmbientState other) => (Bus, Pushed, Cause, Trace, Run) = (other.Bus, other.Pushed, other.Cause, other.Trace, other.Run);

    public static AmbientState Empty { get; } = new(null, null, null, null, null);

    /// <summary>True when nothing of it goes on to the events that are emitted here.</summary>
    public bool IsSilent => this is { Pushed: null, Cause: null, Trace: null };

    public AmbientState WithBus(object bus) => this with { Bus = bus };

    public AmbientState WithMetadata(EventMetadata inner) => this with { Pushed = Pushed is null ? inner : inner.Over(Pushed) };

    /// <summary>As a handler of <paramref name="context"/>'s event sees it: what was pushed has become the context's.</summary>
    public AmbientState Handling(object bus, EventContext? context) =>
        context is null ? this with { Bus = bus } : this with { Bus = bus, Cause = context, Pushed = null, Trace = null };

    /// <summary>As events take it along that are emitted in a trace.</summary>
    public AmbientState InTrace(EmitTrace trace)
    {
        if (IsSilent) return trace.Alone;
        return _traced is { } known && ReferenceEquals(known.Trace, trace) ? known : _traced = this with { Trace = trace };
    }

    /// <summary>As code sees it that the bus calls on its own, after what has happened here: its emits belong to no event that a worker runs.</summary>
    public AmbientState BesideWorkers(object bus) => this with { Bus = bus, Run = null };

    /// <summary>What an event carries that is emitted here.</summary>
    /// <param name="own">What every event of the bus carries.</param>
    /// <param name="trace">The trace in which it is emitted; <see langword="null"/> for none.</param>
    public EventMetadata MetadataOf(EventMetadata own, EmitTrace? trace)
    {
        if (Pushed is null && Cause is null) return trace is null ? own : trace.MetadataOf(own);
        if (_metadata is { } known && known.IsOf(own, trace)) return known.Metadata;
        var captured = EventMetadata.Capture(own, this, trace);
        _metadata = new CapturedMetadata(own, trace, captured);
        return captured;
    }

    /// <summary>The state of a worker's run: makes what surrounded the emit of its event flow, until the event ends. Called by the worker alone.</summary>
    /// <remarks>
    /// An execution context takes three objects. The last one is used again, and held weakly: what an event took along is not kept alive by a worker that rests.
    /// </remarks>
    /// <param name="captured">What surrounded the emit.</param>
    /// <param name="enter">Makes a state flow.</param>
    public void Follow(AmbientState captured, Action<AmbientState> enter)
    {
        if (_entered is not null && _entered.TryGetTarget(out var known) && ReferenceEquals(known.Captured, captured))
        {
            ExecutionContext.Restore(known.Context);
            return;
        }

        enter(captured with { Bus = Bus, Run = Run });
        var entered = new EnteredState(captured, ExecutionContext.Capture()!);
        if (_entered is null) _entered = new WeakReference<EnteredState>(entered);
        else _entered.SetTarget(entered);
    }

    /// <summary>What surrounded an emit, and the execution context in which the event runs for it.</summary>
    private sealed record EnteredState(AmbientState Captured, ExecutionContext Context);
}
