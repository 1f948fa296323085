namespace EventGen.Tests.Dispatch;

[Event]
public sealed record Sorted(CallLog Calls);

public static class SortedZ
{
    [Subscribe]
    public static void Run(Sorted e) => e.Calls.Add("Z.Run");
}

// Ordinal: every upper-case letter stands before every lower-case one.
public static class Sorteda
{
    [Subscribe]
    public static void Run(Sorted e) => e.Calls.Add("a.Run");
}

public sealed class SortedA
{
    [Subscribe(Order = 10)]
    public Task AlphaAsync(Sorted e)
    {
        e.Calls.Add("A.AlphaAsync(10)");
        return Task.CompletedTask;
    }

    [Subscribe]
    public async ValueTask MidAsync(Sorted e)
    {
        await Task.Yield();
        e.Calls.Add("A.MidAsync");
    }

    [Subscribe(Order = -1)]
    public void Zulu(Sorted e) => e.Calls.Add("A.Zulu(-1)");

    [Subscribe(Order = 10)]
    public void Beta(Sorted e) => e.Calls.Add("A.Beta(10)");
}
