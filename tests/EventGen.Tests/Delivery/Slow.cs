namespace EventGen.Tests.Delivery;

/// <summary>An event whose handlers may take ten seconds.</summary>
[Event]
public sealed record Slow(Action<CancellationToken>? Synchronous = null, Func<CancellationToken, Task>? Asynchronous = null);

public static class SlowHandlers
{
    [Subscribe(Order = 1, Name = "slow synchronously")]
    [HandlerTimeout("00:00:10")]
    public static void Run(Slow e, CancellationToken token) => e.Synchronous?.Invoke(token);

    [Subscribe(Order = 2, Name = "slow")]
    [HandlerTimeout("00:00:10")]
    public static Task RunAsync(Slow e, CancellationToken token) => e.Asynchronous?.Invoke(token) ?? Task.CompletedTask;
}
