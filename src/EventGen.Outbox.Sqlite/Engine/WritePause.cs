using System.Diagnostics;

namespace EventGen.Outbox.Sqlite;

/// <summary>Leaves the write lock free between the outbox's transactions for as long as others need to get it. Used by the writer's thread.</summary>
/// <remarks>
/// SQLite has no queue for its lock: who finds it taken sleeps, 150 ms in Microsoft.Data.Sqlite, and tries again. Beside a writer that takes it again at
/// once another waited 7.5 s when it was tried, beside one that pauses for 5 ms 0.3 s. Where no other connection writes, a pause only costs speed.
/// </remarks>
internal sealed class WritePause
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_memory = TimeSpan.FromSeconds(10);

    // Before anybody else was seen to write: one pause in so much time of work without one, so that the first of them is not starved.
    private static readonly TimeSpan s_stretch = TimeSpan.FromMilliseconds(50);

    private long _lastWrite;
    private long _lastPause;
    private long _othersWrote;

    /// <summary>Another connection has committed, or has the lock.</summary>
    public void OthersWrite() => _othersWrote = Stopwatch.GetTimestamp();

    public void AfterWrite() => _lastWrite = Stopwatch.GetTimestamp();

    /// <summary>Waits, if the last transaction ended just now.</summary>
    public void BeforeWrite()
    {
        var free = Stopwatch.GetElapsedTime(_lastWrite);
        if (free >= s_pause)
        {
            _lastPause = Stopwatch.GetTimestamp();
            return;
        }

        bool othersWrite = _othersWrote != 0 && Stopwatch.GetElapsedTime(_othersWrote) < s_memory;
        if (!othersWrite && Stopwatch.GetElapsedTime(_lastPause) < s_stretch) return;
        Thread.Sleep(s_pause - free);
        _lastPause = Stopwatch.GetTimestamp();
    }
}
