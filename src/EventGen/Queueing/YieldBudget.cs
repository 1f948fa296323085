using System.Diagnostics;

namespace EventGen;

/// <summary>When to give up the core to whoever brings what is waited for. Where a thread of another program takes it instead, that is for milliseconds, so it is done less and less.</summary>
/// <remarks>One for the process: it is learned about the machine. Where threads race, one yields once more or less.</remarks>
internal static class YieldBudget
{
    private const int LeastRests = 64;
    private const int MostRests = 65_536;

    // What brings something runs for microseconds; a program that computes, for its slice.
    private static readonly TimeSpan s_slice = TimeSpan.FromMicroseconds(500);

    // How often nothing is given up after a yield that took a slice, and how much of that is left.
    private static int s_rests;
    private static int s_left;

    /// <summary>Gives up the core.</summary>
    /// <returns>False when somebody else has taken it, or would.</returns>
    public static bool TryYield()
    {
        if (s_left > 0)
        {
            s_left--;
            return false;
        }

        long begun = Stopwatch.GetTimestamp();
        Thread.Yield();
        if (Stopwatch.GetElapsedTime(begun) < s_slice) return true;
        s_left = s_rests = Math.Clamp(4 * s_rests, LeastRests, MostRests);
        return false;
    }

    /// <summary>A yield has brought it.</summary>
    public static void NoteFound() => s_rests /= 2;
}
