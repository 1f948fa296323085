using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>The ambient state of the running code, and how it is entered and left.</summary>
/// <remarks>
/// Two carriers. An async local flows with async code: scopes, workers and asynchronous handlers use it. Setting one
/// allocates, so synchronous handlers, which cannot outlive the call, are marked in a thread static instead. The mark
/// counts only while the async local is what it was at the mark: a continuation of other code that happens to run
/// inside such a handler brings its own async local, and with it its own state.
/// </remarks>
internal static class Ambient
{
    private static readonly AsyncLocal<AmbientState?> s_flow = new();
    private static readonly Action<AmbientState> s_set = Set;

    [ThreadStatic] private static SynchronousMark t_mark;

    // Becomes true before a thread's first mark: until then, its own variable need not be read.
    private static bool s_hasMarks;

    /// <summary>The execution context in which nothing flows: neither a state nor an activity. Not known before a worker has begun in it.</summary>
    public static ExecutionContext? Outside { get; set; }

    public static AmbientState Current
    {
        get
        {
            var flow = s_flow.Value;
            ref var mark = ref t_mark;
            if (mark.Bus is null || !ReferenceEquals(mark.Flow, flow)) return flow ?? AmbientState.Empty;
            return mark.State ??= (flow ?? AmbientState.Empty).Handling(mark.Bus, mark.Context);
        }
    }

    /// <summary>The bus in force here; <see langword="null"/> for the process's default. Allocates nothing.</summary>
    public static object? Bus
    {
        get
        {
            var flow = s_flow.Value;
            ref var mark = ref t_mark;
            return mark.Bus is not null && ReferenceEquals(mark.Flow, flow) ? mark.Bus : flow?.Bus;
        }
    }

    /// <summary>True while this thread runs synchronous handlers under a mark.</summary>
    public static bool IsMarked => t_mark.Bus is not null;

    /// <summary>What an event without a context takes along through the queue; <see langword="null"/> when nothing surrounds it.</summary>
    // One look, inlined: most emits that nothing surrounds are made there.
    public static AmbientState? Captured => Outside is { } outside && ReferenceEquals(ExecutionContext.Capture(), outside) && !(s_hasMarks && IsMarked) ? null : CapturedInside;

    private static AmbientState? CapturedInside
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get
        {
            var trace = TraceContext.Current;
            var current = t_mark.Context is null ? s_flow.Value ?? AmbientState.Empty : Current;   // which bus is in force, the worker knows
            if (trace is not null) return current.InTrace(trace);
            return current.IsSilent ? null : current;
        }
    }

    /// <summary>The run of an event on a worker that runs the code, or has started it; the queue knows what it is.</summary>
    public static object? Run => s_flow.Value?.Run;

    /// <summary>Makes a state flow with the running code until the scope is disposed.</summary>
    public static IDisposable Enter(AmbientState state) => new FlowScope(state);

    /// <summary>Makes a state flow with the running async method; it ends with that method.</summary>
    public static void Set(AmbientState state) => s_flow.Value = state;

    /// <summary>Makes what surrounded an emit flow with the event that a worker has begun.</summary>
    public static void Follow(AmbientState captured) => s_flow.Value!.Follow(captured, s_set);

    /// <summary>Marks this thread as running synchronous handlers of a bus, until the returned mark is restored.</summary>
    public static SynchronousMark Mark(object bus, EventContext? context)
    {
        if (!s_hasMarks) s_hasMarks = true;   // other threads read it all the time
        ref var mark = ref t_mark;
        var outer = mark;
        var flow = s_flow.Value;

        // An event without a context leaves the surrounding cause in force.
        if (context is null && ReferenceEquals(outer.Flow, flow)) context = outer.Context;
        mark = new SynchronousMark(bus, context, flow);
        return outer;
    }

    public static void Restore(in SynchronousMark outer) => t_mark = outer;

    /// <summary>What a thread's synchronous handlers run under.</summary>
    internal record struct SynchronousMark(object? Bus, EventContext? Context, AmbientState? Flow)
    {
        /// <summary>All of it as one state, made when first asked for.</summary>
        public AmbientState? State;
    }

    private sealed class FlowScope : IDisposable
    {
        private readonly AmbientState? _outer;
        private bool _ended;

        public FlowScope(AmbientState state)
        {
            _outer = s_flow.Value;
            s_flow.Value = state;
        }

        public void Dispose()
        {
            if (_ended) return;
            _ended = true;
            s_flow.Value = _outer;
        }
    }
}
