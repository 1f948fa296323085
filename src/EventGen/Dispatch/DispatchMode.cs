using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>What becomes of a handler's failure.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum DispatchMode
{
    /// <summary>Nobody waits for the outcome: the failure is reported to the bus.</summary>
    Report,

    /// <summary>The caller awaits the outcome: failures are collected and thrown as <see cref="EventDispatchException"/>.</summary>
    Throw,
}
