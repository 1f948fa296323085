namespace EventGen;

/// <summary>How deep this thread stands in emits that handlers made within one another.</summary>
/// <remarks>
/// Handlers that emit in a circle would end the process with a stack overflow, which nothing can catch. The straight path
/// counts without a finally: a table of handlers throws nothing, so what is counted up is counted down again.
/// </remarks>
internal static class EmitDepth
{
    [ThreadStatic] public static int Current;
}
