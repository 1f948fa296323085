using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>What a thread has for itself when handlers begin to run on it. Used by generated code.</summary>
/// <remarks>
/// A handler that leaves a <see cref="SynchronizationContext"/> behind would have the next handler's <c>await</c> wait for that
/// context, which may never run anything. Culture, principal and async locals belong to the execution context, which each event begins anew.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CallerThread
{
    private readonly SynchronizationContext? _context;

    private CallerThread(SynchronizationContext? context) => _context = context;

    /// <summary>Remembers the running thread.</summary>
    public static CallerThread Capture() => new(SynchronizationContext.Current);

    /// <summary>Makes the running thread again what it was.</summary>
    public void Restore()
    {
        if (!ReferenceEquals(SynchronizationContext.Current, _context)) SynchronizationContext.SetSynchronizationContext(_context);
    }
}
