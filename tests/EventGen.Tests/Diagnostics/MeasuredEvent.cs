namespace EventGen.Tests.Diagnostics;

/// <summary>An event with a synchronous and an asynchronous handler, which fail where it says so.</summary>
[Event]
public sealed record MeasuredEvent(bool Fails = false);

public static class MeasuredHandlers
{
    public const string Synchronous = "EventGen.Tests.Diagnostics.MeasuredHandlers.Synchronous";
    public const string Asynchronous = "EventGen.Tests.Diagnostics.MeasuredHandlers.AsynchronousAsync";

    [Subscribe(Order = 1, Name = Synchronous)]
    public static void OnMeasured(MeasuredEvent measured)
    {
        if (measured.Fails) throw new InvalidOperationException("As asked for.");
    }

    [Subscribe(Order = 2, Name = Asynchronous)]
    public static async ValueTask OnMeasuredAsync(MeasuredEvent measured)
    {
        await Task.Yield();
    }
}
