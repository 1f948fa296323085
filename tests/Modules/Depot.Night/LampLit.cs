namespace Depot.Night;

/// <summary>A lamp was lit.</summary>
[Event]
public sealed record LampLit(int Number);

public static class Lamps
{
    private static int s_lit;

    public static int Lit => s_lit;

    [Subscribe]
    public static void Count(LampLit e) => Interlocked.Increment(ref s_lit);
}
