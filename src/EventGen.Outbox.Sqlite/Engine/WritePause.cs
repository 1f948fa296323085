using System.Diagnostics;

namespace EventGen.Outbox.Sqlite;

/// <summary>Leaves the write lock free between the outbox's transactions for as long as others need to get it. Used by whoever has the connection.</summary>
/// <remarks>
/// SQLite has no queue for its lock: who finds it taken sleeps, 150 ms in Microsoft.Data.Sqlite, and tries again. Beside a writer that takes it again at
/// once another waited 7.5 s when it was tried, beside one that pauses for 5 ms 0.3 s. Where no other connection writes, a pause only costs speed.
/// </remarks>
internal sealed class WritePause
{
    // While others write: after each transaction.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_memory = TimeSpan.FromSeconds(10);

    // Before anybody else was seen to write: a longer pause after each stretch of work. Who tries every 150 ms meets each next pause 32 ms earlier, and so finds one of
    // them within 5 tries, which is before a second has passed.
    private static readonly TimeSpan s_longPause = TimeSpan.FromMilliseconds(32);
    private static readonly TimeSpan s_stretch = TimeSpan.FromMilliseconds(150);

    private long _lastWrite;
    private long _lastLongPause;
    private long _othersWrote;

    /// <summary>Another connection has committed, or has the lock.</summary>
    public void OthersWrite() => _othersWrote = Stopwatch.GetTimestamp();

    public void AfterWrite() => _lastWrite = Stopwatch.GetTimestamp();

    /// <summary>Waits, if the last transaction ended just now.</summary>
    public void BeforeWrite()
    {
        var left = Left;
#pragma warning disable RS0030 // The writer has a thread of its own; the pause is what is meant.
        // Sleep leaves fractions of a millisecond out, and a pause that is a little too short would have to be made again before the next transaction.
        if (left > TimeSpan.Zero) Thread.Sleep((int)Math.Ceiling(left.TotalMilliseconds));
#pragma warning restore RS0030
        NoteLongPause();
    }

    /// <summary>Whether a transaction may begin now, without a wait.</summary>
    public bool TryPass()
    {
        if (Left > TimeSpan.Zero) return false;
        NoteLongPause();
        return true;
    }

    private TimeSpan Left
    {
        get
        {
            bool othersWrite = _othersWrote != 0 && Stopwatch.GetElapsedTime(_othersWrote) < s_memory;
            var pause = othersWrite ? s_pause : Stopwatch.GetElapsedTime(_lastLongPause) < s_stretch ? TimeSpan.Zero : s_longPause;
            return pause - Stopwatch.GetElapsedTime(_lastWrite);
        }
    }

    private void NoteLongPause()
    {
        if (Stopwatch.GetElapsedTime(_lastWrite) >= s_longPause) _lastLongPause = Stopwatch.GetTimestamp();
    }
}
