namespace EventGen.Outbox;

/// <summary>
/// The thread on which the loop goes on: the one that the store's answer came on, or an emitter's, whose event found the loop waiting. It goes on there until it waits again; then the last emitter that it answered
/// goes on there too. So a lone caller pays for no change of threads, and its next event finds the loop waiting. Others are answered on threads of the pool.
/// </summary>
internal static class AnsweringThread
{
    [ThreadStatic]
    private static bool t_isLoop;

    [ThreadStatic]
    private static PendingEmit? t_answered;

    // Whose thread it is; null for that of an answer.
    [ThreadStatic]
    private static PendingEmit? t_emitter;

    [ThreadStatic]
    private static bool t_hasCommitted;

    /// <summary>Whether the store has committed on this thread already. It may be an emitter's: one commit on it, and no more.</summary>
    public static bool IsUsedUp => t_isLoop && t_hasCommitted;

    /// <summary>Runs the loop until it waits again, and then the emitter that it left.</summary>
    /// <param name="loop">The rest of the loop.</param>
    /// <param name="emitter">Whose thread it is: no other goes on on it. None where it is that of an answer.</param>
    public static void Run(Action loop, PendingEmit? emitter = null)
    {
        if (t_isLoop)
        {
            // What the loop calls, such as the application's log, emits.
            loop();
            return;
        }

        // A store's own thread is not the emitters'.
        (t_isLoop, t_emitter, t_hasCommitted) = (Thread.CurrentThread.IsThreadPoolThread, emitter, false);
        loop();
        var answered = t_answered;
        (t_isLoop, t_emitter, t_answered) = (false, null, null);
        answered?.Execute();
    }

    /// <summary>The store has committed on this thread.</summary>
    public static void NoteCommit() => t_hasCommitted = true;

    /// <summary>Leaves an emitter for when the loop waits.</summary>
    /// <returns>False when it has to be answered on another thread.</returns>
    public static bool TryAnswerLater(PendingEmit emit)
    {
        if (!t_isLoop || t_answered is not null || (t_emitter is { } emitter && !ReferenceEquals(emitter, emit))) return false;
        t_answered = emit;
        return true;
    }
}
