namespace EventGen.Benchmarks.Subscribe;

/// <summary>Handled by any number of run-time subscribers.</summary>
[Event("benchmark.watched")]
public sealed record Watched(int Amount)
{
    public long Total { get; set; }

    /// <summary>A handler like that of each subscriber: a delegate of its own, with a target of its own.</summary>
    public static Action<Watched> Handler(int number) => e => e.Total += e.Amount + number;
}
