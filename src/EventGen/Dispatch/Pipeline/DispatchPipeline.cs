namespace EventGen;

/// <summary>The composed stages of a topic for one set of flags. Immutable.</summary>
/// <param name="Flags">What they are composed for.</param>
/// <param name="First">The outermost stage, which an emitter calls.</param>
/// <param name="Handlers">The innermost stage, which a worker calls.</param>
internal sealed record DispatchPipeline<T>(DispatchFlags Flags, DispatchStage<T> First, HandlersStage<T> Handlers);
