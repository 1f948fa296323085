namespace EventGen;

/// <summary>A lock for a few steps that run no code of others and wait for nothing: half as dear as a lock that can be waited for. Not reentrant.</summary>
internal sealed class ShortGate
{
    // Some microseconds. Two that take turns at every event fight for the gate's cache line and for all that it guards; the holder does dozens of events meanwhile.
    private const int SpinsPerLook = 50;

    // Then the holder has lost its core.
    private const int Looks = 10;

    // Interlocked to set, by its holder to clear.
    private int _isHeld;

    /// <summary>Enters; to be disposed at the end. What the steps throw, such as a want of memory, leaves the gate open for the others.</summary>
    public Hold Enter()
    {
        if (Interlocked.CompareExchange(ref _isHeld, 1, 0) != 0) EnterWhenLeft();
        return new Hold(this);
    }

    private void EnterWhenLeft()
    {
        int looks = Environment.ProcessorCount == 1 ? Looks : 0;
        do
        {
            if (looks++ < Looks) Thread.SpinWait(SpinsPerLook);
            else Thread.Yield();
        }
        while (Volatile.Read(ref _isHeld) != 0 || Interlocked.CompareExchange(ref _isHeld, 1, 0) != 0);
    }

    /// <summary>The gate is held until this is disposed.</summary>
    public readonly ref struct Hold(ShortGate gate)
    {
        private readonly ShortGate _gate = gate;

        public void Dispose() => Volatile.Write(ref _gate._isHeld, 0);
    }
}
