namespace EventGen;

/// <summary>A lock for a few steps that run no code of others and wait for nothing: half as dear as a lock that can be waited for. Not reentrant.</summary>
internal sealed class ShortGate
{
    // Interlocked to set, by its holder to clear.
    private int _isHeld;

    /// <summary>Enters; to be disposed at the end. What the steps throw, such as a want of memory, leaves the gate open for the others.</summary>
    public Hold Enter()
    {
        if (Interlocked.CompareExchange(ref _isHeld, 1, 0) != 0) EnterWhenLeft();
        return new Hold(this);
    }

    // The holder may have lost its core, so this gives up the caller's before long.
    private void EnterWhenLeft()
    {
        var spinner = new SpinWait();
        do spinner.SpinOnce(sleep1Threshold: -1);
        while (Volatile.Read(ref _isHeld) != 0 || Interlocked.CompareExchange(ref _isHeld, 1, 0) != 0);
    }

    /// <summary>The gate is held until this is disposed.</summary>
    public readonly ref struct Hold(ShortGate gate)
    {
        private readonly ShortGate _gate = gate;

        public void Dispose() => Volatile.Write(ref _gate._isHeld, 0);
    }
}
