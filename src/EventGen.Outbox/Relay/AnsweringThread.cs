namespace EventGen.Outbox;

/// <summary>
/// The thread that the store's answer came on. The loop goes on there until it waits again; then the last emitter that it answered goes on there too. So a lone caller pays for no
/// change of threads, and its next event finds the loop waiting. Others are answered on threads of the pool.
/// </summary>
internal static class AnsweringThread
{
    [ThreadStatic]
    private static bool t_isLoop;

    [ThreadStatic]
    private static PendingEmit? t_answered;

    /// <summary>Runs the loop until it waits again, and then the emitter that it left.</summary>
    /// <param name="loop">The rest of the loop.</param>
    public static void Run(Action loop)
    {
        // A store's own thread is not the emitters'.
        t_isLoop = Thread.CurrentThread.IsThreadPoolThread;
        loop();
        var answered = t_answered;
        (t_isLoop, t_answered) = (false, null);
        answered?.Execute();
    }

    /// <summary>Leaves an emitter for when the loop waits.</summary>
    /// <returns>False when it has to be answered on another thread.</returns>
    public static bool TryAnswerLater(PendingEmit emit)
    {
        if (!t_isLoop || t_answered is not null) return false;
        t_answered = emit;
        return true;
    }
}
