namespace EventGen.Tests.Delivery;

/// <summary>An event whose handlers are attempted again, each by its own policy; keyed, so that waits can block a partition.</summary>
[Event]
[Retry(3, Delay = "00:00:01", Backoff = Backoff.Constant, Jitter = false)]
public sealed record RetryingHandlersEvent([property: EventKey] string Key, int Number, RetryingHandlersWork Work);

/// <summary>What the handlers of <see cref="RetryingHandlersEvent"/> do.</summary>
public sealed class RetryingHandlersWork
{
    public Action<EventContext>? Declared { get; init; }

    public Action<EventContext>? Parked { get; init; }

    public Action<EventContext>? Picky { get; init; }
}

public static class RetryingHandlers
{
    [Subscribe(Order = 1, Name = "declared")]
    public static void Declared(RetryingHandlersEvent e, EventContext context) => e.Work.Declared?.Invoke(context);

    [Subscribe(Order = 2, Name = "parked")]
    [Retry(2, Delay = "00:00:05", Jitter = false, WhileRetrying = KeyOrder.Park)]
    public static async ValueTask ParkedAsync(RetryingHandlersEvent e, EventContext context)
    {
        await Task.Yield();
        e.Work.Parked?.Invoke(context);
    }

    [Subscribe(Order = 3, Name = "picky")]
    [Retry(5, Delay = "00:00:01", Jitter = false, On = [typeof(IOException), typeof(TimeoutException)], Except = [typeof(FileNotFoundException)])]
    public static void Picky(RetryingHandlersEvent e, EventContext context) => e.Work.Picky?.Invoke(context);
}
