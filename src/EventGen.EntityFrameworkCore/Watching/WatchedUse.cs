using Microsoft.EntityFrameworkCore.Infrastructure;

namespace EventGen.EntityFrameworkCore;

/// <summary>
/// Has a context that a handler uses write in the handler's transaction, from its first query, save or statement on. One at a time: it takes the place of Entity Framework's own check for
/// concurrent use, and does its work, so the fields need no lock but for two that come at once.
/// </summary>
/// <remarks>Here, because every use passes here before its command is made. An interceptor of commands would be told too, but Entity Framework then makes several objects for each command, which costs a save of many rows a fifth more.</remarks>
internal sealed class WatchedUse(ContextEvents events) : IConcurrencyDetector
{
    // The use that the flow is inside of, and with it those around it: it may come again, as a save does whose trigger queries. One for all contexts, and null outside: what is left in it, each
    // flow copies for as long as it runs.
    private static readonly AsyncLocal<Use?> s_inside = new();

    private Use? _outer;
    private int _isTaken;
    private int _depth;

    public ConcurrencyDetectorCriticalSectionDisposer EnterCriticalSection()
    {
        if (Interlocked.CompareExchange(ref _isTaken, 1, 0) == 0) s_inside.Value = new Use(this, _outer = s_inside.Value);
        else if (!IsInside())
        {
            throw new InvalidOperationException(
                $"A second operation was started on a {events.Context.GetType().Name} before the one before has ended. A context is for one thread at a time: await each operation, or take one context for each.");
        }

        _depth++;
        try
        {
            if (OutboxTransaction.Current is not null) JoinedTransaction.JoinAsync(events, CancellationToken.None).Wait();
        }
        catch
        {
            ExitCriticalSection();
            throw;
        }

        return new ConcurrencyDetectorCriticalSectionDisposer(this);
    }

    public void ExitCriticalSection()
    {
        if (--_depth > 0) return;
        (s_inside.Value, _outer) = (_outer, null);
        Volatile.Write(ref _isTaken, 0);
    }

    private bool IsInside()
    {
        for (var use = s_inside.Value; use is not null; use = use.Outer)
            if (use.Watched == this) return true;
        return false;
    }

    private sealed class Use(WatchedUse watched, Use? outer)
    {
        public WatchedUse Watched => watched;

        public Use? Outer => outer;
    }
}
