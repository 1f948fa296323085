using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>What becomes of a handler's failure. Made by the runtime; generated code only passes it on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DispatchMode
{
    private DispatchMode(bool isReporting, ulong partition) => (IsReporting, Partition) = (isReporting, partition);

    /// <summary>The caller awaits the outcome: failures are collected and thrown as <see cref="EventDispatchException"/>.</summary>
    internal static DispatchMode Throw => default;

    /// <summary>True when nobody waits for the outcome: failures are reported to the bus.</summary>
    internal bool IsReporting { get; }

    /// <summary>The partition of the queue in which a worker runs the event; 0 for none. Read from the event when it was emitted.</summary>
    internal ulong Partition { get; }

    /// <summary>A worker runs the event: failures are reported to the bus.</summary>
    /// <param name="partition">The partition the event is in; 0 for none.</param>
    internal static DispatchMode Report(ulong partition) => new(isReporting: true, partition);
}
