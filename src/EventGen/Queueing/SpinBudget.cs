namespace EventGen;

/// <summary>How long to look for something before waiting for it. Looking that finds nothing takes time from whoever would bring it, so it is done less and less. Not thread safe.</summary>
/// <remarks>With one processor nothing comes while somebody looks. Where other programs keep the processors busy, it seldom does.</remarks>
/// <param name="most">How many rounds at most.</param>
internal sealed class SpinBudget(int most)
{
    private const int SpinsPerRound = 10;

    // After this many times without any looking, one short look shows whether it pays now.
    private const int Rests = 64;

    private static readonly bool s_hasOneProcessor = Environment.ProcessorCount == 1;

    private int _rounds = s_hasOneProcessor ? 0 : most;
    private int _rested;

    /// <summary>Some dozens of nanoseconds.</summary>
    public static void SpinOneRound() => Thread.SpinWait(SpinsPerRound);

    /// <summary>How many rounds to look this time.</summary>
    public int Next()
    {
        if (_rounds > 0 || s_hasOneProcessor || ++_rested < Rests) return _rounds;
        _rested = 0;
        return _rounds = most / 4;
    }

    /// <summary>Whether it was found.</summary>
    public void Note(bool found) => _rounds = found ? Math.Min(most, _rounds * 2) : _rounds / 2;
}
