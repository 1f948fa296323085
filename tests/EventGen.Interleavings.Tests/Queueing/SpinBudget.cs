namespace EventGen;

/// <summary>Looks once: all that looking longer would show is that the other side is slow, and Coyote makes either side slow anyway.</summary>
internal sealed class SpinBudget(int most)
{
    public static void SpinOneRound() => Thread.Yield();

    public int Next() => Math.Min(most, 1);

    public void Note(bool found) => _ = found;
}
