namespace EventGen;

/// <summary>How deep this thread stands in emits that handlers made within one another.</summary>
/// <remarks>
/// Handlers that emit in a circle would end the process with a stack overflow, which nothing can catch. Only an emit is not
/// counted that is no more than calls of handlers which emit nothing (<see cref="CompilerServices.HandlerTraits.EmitsNothing"/>): a thread's
/// own variable costs as much as that emit itself, and no circle leads through it.
/// </remarks>
internal static class EmitDepth
{
    [ThreadStatic] public static int Current;

    /// <summary>Refuses an emit before anything of it is done.</summary>
    /// <exception cref="EmitDepthException">The thread stands as deep as it may.</exception>
    public static void RefuseAt(int limit, string eventId)
    {
        if (Current >= limit) throw new EmitDepthException(eventId, limit);
    }
}
