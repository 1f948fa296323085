namespace EventGen;

/// <summary>One call of code that is not the runtime's, and may emit: a key, a metadata source, a log, an observer, a listener.</summary>
/// <remarks>
/// Such code is called while an event is emitted, or while a failure is reported. If it emits, it is called again, on the same stack. Nothing
/// can catch the stack overflow at the end of such a circle, so the calls within one another are counted, and the call over the limit is
/// not made. It counts as one that has thrown. Handlers are counted by <c>EmitDepth</c>.
/// </remarks>
internal readonly ref struct ForeignCallScope
{
    /// <summary>The limit where no bus is known.</summary>
    public const int DefaultLimit = 64;

    [ThreadStatic] private static int t_depth;

    /// <summary>Begins a call; dispose the scope when it has returned, on the same thread.</summary>
    /// <param name="limit">How many may be within one another; <c>EventBusOptions.MaxEmitDepth</c> where the bus is known.</param>
    /// <exception cref="EmitDepthException">There are as many already.</exception>
    public static ForeignCallScope Enter(int limit = DefaultLimit)
    {
        ref int depth = ref t_depth;
        if (depth >= limit) throw new EmitDepthException(limit);
        depth++;
        return default;
    }

    public void Dispose() => t_depth--;
}
