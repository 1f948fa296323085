namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>Wolverine calls it by its names.</summary>
public static class WolverineCounter
{
    /// <summary>Of the one route that receives.</summary>
    public static Action Counted { get; set; } = static () => { };

    public static void Handle(Shipped shipped) => Counted();
}
