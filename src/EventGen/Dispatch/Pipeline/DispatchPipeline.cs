namespace EventGen;

/// <summary>The composed stages of a topic for one set of flags. Immutable.</summary>
/// <param name="Flags">What they are composed for.</param>
/// <param name="First">The outermost stage, which an emitter calls whose handlers run at once.</param>
/// <param name="FirstOfQueue">The outermost stage for an event that is left to the queue whole: few stages concern it.</param>
/// <param name="Handlers">The innermost stage, which a worker calls.</param>
internal sealed record DispatchPipeline<T>(DispatchFlags Flags, DispatchStage<T> First, DispatchStage<T> FirstOfQueue, HandlersStage<T> Handlers)
{
    /// <summary>The innermost stage where it is the usual one, whose calls the JIT need not guess.</summary>
    public DirectStage<T>? Direct { get; } = Handlers as DirectStage<T>;
}
