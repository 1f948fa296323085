using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>What becomes of a handler's failure. Made by the runtime; generated code only passes it on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DispatchMode
{
    private static readonly object s_reporting = new();

    // Null to throw, the list to collect in, or s_reporting: with the partition two words, which are passed in registers.
    private readonly object? _outcome;

    private DispatchMode(object? outcome, ulong partition) => (_outcome, Partition) = (outcome, partition);

    /// <summary>The caller awaits the outcome: failures are thrown as <see cref="EventDispatchException"/> when all targets have run.</summary>
    internal static DispatchMode Throw => default;

    /// <summary>True when nobody waits for the outcome: failures are reported to the bus.</summary>
    internal bool IsReporting => ReferenceEquals(_outcome, s_reporting);

    /// <summary>Where failures are collected; <see langword="null"/> where they are not.</summary>
    internal List<DeliveryFailure>? Failures => _outcome as List<DeliveryFailure>;

    /// <summary>The partition of the queue in which a worker runs the event; 0 for none. Read from the event when it was emitted.</summary>
    internal ulong Partition { get; }

    /// <summary>The caller awaits the outcome of more than these targets: failures are added to its list.</summary>
    internal static DispatchMode Collect(List<DeliveryFailure> failures) => new(failures, 0);

    /// <summary>A worker runs the event: failures are reported to the bus.</summary>
    /// <param name="partition">The partition the event is in; 0 for none.</param>
    internal static DispatchMode Report(ulong partition) => new(s_reporting, partition);
}
