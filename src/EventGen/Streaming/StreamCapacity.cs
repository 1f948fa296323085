namespace EventGen;

/// <summary>Where emitters wait for room in a stream's buffer. Thread safe.</summary>
/// <remarks>
/// <para>Waking a thread costs as much as dozens of events. So whoever blocks one is woken once, when seven eighths of the buffer are free, but after a millisecond
/// at most, for the reader may not read on before the emitter does: after that, as for those who do not block, any place will do.</para>
/// <para>An emitter counts itself before it tries for the last time, and a reader looks at the count after it has freed a place: one of them
/// sees the other. A signal that nobody waits for yet stays for the next one, and whoever leaves passes it on if there is still room.</para>
/// </remarks>
/// <param name="capacity">How many places there are.</param>
internal sealed class StreamCapacity(int capacity)
{
    private const int SpinRounds = 24;
    private const int Yields = 8;

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(1);

    // Nearly all, so that emitter and reader change rarely; the reader has something left while the emitter wakes.
    private readonly int _enough = capacity - capacity / 8;

    private readonly AutoResetEvent _freed = new(false);
    private readonly SemaphoreSlim _freedUnblocked = new(0);
    private readonly SpinBudget _spins = new(SpinRounds);

    // 1 while an emitter looks for room. Interlocked to set, by its holder to clear.
    private int _spinning;

    // Interlocked only: those who block a thread, those who do not, and those whom any place will do.
    private int _blocking;
    private int _unblocking;
    private int _hurried;

    /// <summary>Looks for room for some microseconds at most, one emitter at a time, where that pays.</summary>
    /// <param name="places">How many places are taken.</param>
    public void LookForRoom(ref readonly int places)
    {
        if (Volatile.Read(ref _blocking) != 0 || Interlocked.Exchange(ref _spinning, 1) != 0) return;
        bool found = false;
        for (int i = _spins.Next(); i > 0 && !found; i--)
        {
            SpinBudget.SpinOneRound();
            found = HasRoom(in places);
        }

        _spins.Note(found);

        // The reader may be ready to run: then it reads what is there before this thread goes on.
        if (!found && HasRoomAfterYield(in places)) YieldBudget.NoteFound();
        Volatile.Write(ref _spinning, 0);
    }

    /// <summary>Counts an emitter that is going to block its thread, before it tries again.</summary>
    public void EnterBlocking() => Interlocked.Increment(ref _blocking);

    /// <summary>Blocks the thread until enough places are free; any will do where the emitter is hurried.</summary>
    /// <param name="isHurried">Set when it has become so: then it has to try before it waits again.</param>
    /// <param name="cancellationToken">Ends the wait. It takes no place.</param>
    public void Wait(ref bool isHurried, CancellationToken cancellationToken)
    {
        bool isFreed;
        using (cancellationToken.UnsafeRegister(static freed => ((AutoResetEvent)freed!).Set(), _freed))
        {
            isFreed = isHurried ? _freed.WaitOne() : _freed.WaitOne(s_patience);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (isFreed) return;
        isHurried = true;
        Interlocked.Increment(ref _hurried);
    }

    /// <summary>The emitter waits no more.</summary>
    /// <param name="isHurried">Whether it has become so.</param>
    /// <param name="free">How many places are free now.</param>
    public void LeaveBlocking(bool isHurried, int free)
    {
        if (isHurried) Interlocked.Decrement(ref _hurried);
        if (Interlocked.Decrement(ref _blocking) != 0) _freed.Set();   // it may have been cancelled, and have the signal of another
        Free(free);
    }

    /// <summary>Counts an emitter that is going to wait without blocking, before it tries again.</summary>
    public void Enter()
    {
        Interlocked.Increment(ref _hurried);
        Interlocked.Increment(ref _unblocking);
    }

    /// <summary>Waits, without blocking the thread, until a place is free.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _freedUnblocked.WaitAsync(cancellationToken);

    /// <summary>The emitter waits no more.</summary>
    /// <param name="free">How many places are free now.</param>
    public void Leave(int free)
    {
        Interlocked.Decrement(ref _unblocking);
        Interlocked.Decrement(ref _hurried);
        Free(free);
    }

    /// <summary>A place has become free.</summary>
    /// <remarks>
    /// Who blocks has found all places taken, and they become free one by one: so their number passes the one that is enough. To signal at each place from there on,
    /// until the emitter runs, would cost the reader more than the events.
    /// </remarks>
    /// <param name="free">How many are free now.</param>
    public void Free(int free)
    {
        if (free <= 0) return;
        if (Volatile.Read(ref _blocking) != 0 && (free == _enough || Volatile.Read(ref _hurried) != 0)) _freed.Set();
        if (Volatile.Read(ref _unblocking) != 0 && _freedUnblocked.CurrentCount == 0) _freedUnblocked.Release();
    }

    /// <summary>Nobody needs a place any more.</summary>
    public void FreeAll()
    {
        if (Volatile.Read(ref _blocking) != 0) _freed.Set();   // who leaves passes it on
        int waiting = Volatile.Read(ref _unblocking);
        if (waiting > 0) _freedUnblocked.Release(waiting);
    }

    private bool HasRoomAfterYield(ref readonly int places)
    {
        for (int i = 0; i < Yields && YieldBudget.TryYield(); i++)
        {
            if (HasRoom(in places)) return true;
        }

        return false;
    }

    private bool HasRoom(ref readonly int places) => capacity - Volatile.Read(in places) >= Math.Max(1, capacity / 8);
}
