namespace EventGen.Tests.Dispatch;

/// <summary>Counts what its handlers do, without allocating.</summary>
public sealed class Tally
{
    public int Count { get; set; }
}

/// <summary>An event whose handlers take only the payload.</summary>
[Event]
public sealed record Counted(Tally Tally);

/// <summary>The same as a value.</summary>
[Event]
public readonly record struct CountedValue(Tally Tally);

/// <summary>An event whose handler takes the context.</summary>
[Event]
public sealed record CountedWithContext(Tally Tally);

public static class CountingStatic
{
    [Subscribe]
    public static void Count(Counted e) => e.Tally.Count++;

    [Subscribe]
    public static void Count(CountedValue e) => e.Tally.Count++;

    [Subscribe]
    public static void Count(CountedWithContext e, EventContext context) => e.Tally.Count++;
}

public sealed class CountingInstance
{
    [Subscribe]
    public void Count(Counted e) => e.Tally.Count++;

    [Subscribe]
    public void Count(CountedValue e, CancellationToken ct) => e.Tally.Count++;
}
