namespace EventGen.Tests.Delivery;

/// <summary>An event whose handlers are attempted again, each by its own policy; keyed, so that waits can block a partition.</summary>
[Event]
[Retry(3, Delay = "00:00:01", Backoff = Backoff.Constant, Jitter = false)]
public sealed record Retried([property: EventKey] string Key, int Number, RetriedWork Work);

/// <summary>What the handlers of <see cref="Retried"/> do.</summary>
public sealed class RetriedWork
{
    public Action<EventContext>? Declared { get; init; }

    public Action<EventContext>? Parked { get; init; }

    public Action<EventContext>? Picky { get; init; }
}

public static class RetriedHandlers
{
    [Subscribe(Order = 1, Name = "declared")]
    public static void Declared(Retried e, EventContext context) => e.Work.Declared?.Invoke(context);

    [Subscribe(Order = 2, Name = "parked")]
    [Retry(2, Delay = "00:00:05", Jitter = false, WhileRetrying = KeyOrder.Park)]
    public static async ValueTask ParkedAsync(Retried e, EventContext context)
    {
        await Task.Yield();
        e.Work.Parked?.Invoke(context);
    }

    [Subscribe(Order = 3, Name = "picky")]
    [Retry(5, Delay = "00:00:01", Jitter = false, On = [typeof(IOException), typeof(TimeoutException)], Except = [typeof(FileNotFoundException)])]
    public static void Picky(Retried e, EventContext context) => e.Work.Picky?.Invoke(context);
}
