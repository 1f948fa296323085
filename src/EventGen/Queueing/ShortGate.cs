using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>A lock in the sign of a number, for a few steps that run no code of others and wait for nothing. Not reentrant.</summary>
/// <remarks>
/// The number is at hand without another look at it, and it is left with a plain write: a processor that reads what it has just compared and swapped waits for that. Who moves the
/// number by a compare-and-swap needs no gate, and fails while it is held.
/// </remarks>
internal static class ShortGate
{
    private const long HeldBit = long.MinValue;

    // Some microseconds. Two that take turns at every event fight for the gate's cache line and for all that it guards; the holder does dozens of events meanwhile.
    private const int SpinsPerLook = 50;

    // Then the holder has lost its core.
    private const int Looks = 10;

    /// <summary>The number, whether the gate is held or not.</summary>
    public static long NumberOf(ref long gate) => Volatile.Read(ref gate) & ~HeldBit;

    /// <summary>Enters, with a full fence. <see cref="Leave"/> must follow, whatever the steps throw, such as a want of memory.</summary>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Enter(ref long gate)
    {
        long number = Volatile.Read(ref gate);
        return number >= 0 && Interlocked.CompareExchange(ref gate, number | HeldBit, number) == number ? number : EnterWhenLeft(ref gate);
    }

    /// <summary>Leaves.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="number">What the number is from now on.</param>
    public static void Leave(ref long gate, long number) => Volatile.Write(ref gate, number);

    /// <summary>Waits until whoever holds the gate now has left it.</summary>
    public static void WaitUntilLeft(ref long gate)
    {
        int looks = 0;
        long held = Volatile.Read(ref gate);
        while (held < 0 && Volatile.Read(ref gate) == held) Wait(ref looks);
    }

    private static long EnterWhenLeft(ref long gate)
    {
        int looks = 0;
        while (true)
        {
            Wait(ref looks);
            long number = Volatile.Read(ref gate);
            if (number >= 0 && Interlocked.CompareExchange(ref gate, number | HeldBit, number) == number) return number;
        }
    }

    private static void Wait(ref int looks)
    {
        if (Environment.ProcessorCount > 1 && looks++ < Looks) Thread.SpinWait(SpinsPerLook);
        else Thread.Yield();
    }
}
