namespace Depot.Night;

/// <summary>Walks in a circle of plain handlers: one of them calls an interface, the other sets a property.</summary>
public sealed class Guard : IWalk
{
    private static readonly IWalk s_walk = new Guard();

    public static int Steps { get; private set; }

    private static int Finished
    {
        set => Events.RoundEnded.Emit(value);
    }

    [Subscribe]
    public static void Walk(RoundBegun e)
    {
        Steps++;
        Finished = e.Number;
    }

    [Subscribe]
    public static void Return(RoundEnded e) => s_walk.Begin(e.Number + 1);

    public void Begin(int number) => Events.RoundBegun.Emit(number);
}
