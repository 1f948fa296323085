namespace EventGen;

/// <summary>What flags mean at the moment of an emit.</summary>
internal static class DispatchFlagsExtensions
{
    /// <summary>True when the event needs a context: somebody takes it, or a span is recorded, which travels with it.</summary>
    public static bool NeedContext(this DispatchFlags flags) =>
        (flags & (DispatchFlags.Context | DispatchFlags.Followed)) != 0 || ((flags & DispatchFlags.Traced) != 0 && Telemetry.IsTraced);
}
