using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>The log messages of the runtime. Their event ids are stable.</summary>
internal static partial class EventBusLog
{
    [LoggerMessage(1, LogLevel.Information, "Event bus started: {Events} events, {Workers} workers, queue capacity {Capacity}.")]
    public static partial void Started(this ILogger logger, int events, int workers, int capacity);

    [LoggerMessage(2, LogLevel.Information, "Event bus stopped; everything that was accepted has been handled.")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(3, LogLevel.Error, "Event bus stopped before everything was handled: {Left}.")]
    public static partial void StoppedWithWorkLeft(this ILogger logger, string left);

    [LoggerMessage(10, LogLevel.Error, "{Kind} '{Handler}' failed on event '{EventId}'.")]
    public static partial void HandlerFailed(this ILogger logger, Exception exception, string kind, string handler, string eventId);

    [LoggerMessage(11, LogLevel.Error, "An observer of EventBus.HandlerFailed failed on event '{EventId}'.")]
    public static partial void ObserverFailed(this ILogger logger, Exception exception, string eventId);

    [LoggerMessage(12, LogLevel.Critical, "A worker could not run event '{EventId}'; it goes on with the next one.")]
    public static partial void WorkerFailed(this ILogger logger, Exception exception, string eventId);

    [LoggerMessage(20, LogLevel.Error, "Closing publisher '{Publisher}' failed.")]
    public static partial void PublisherCloseFailed(this ILogger logger, Exception exception, string publisher);

    [LoggerMessage(21, LogLevel.Error, "Disposing a handler failed.")]
    public static partial void HandlerDisposeFailed(this ILogger logger, Exception exception);

    [LoggerMessage(22, LogLevel.Error, "What a handler registered with its cancellation token failed.")]
    public static partial void CancellationCallbackFailed(this ILogger logger, Exception exception);

    [LoggerMessage(30, LogLevel.Warning, "An ambient event bus was already in use before the host started its own. Subscriptions made on it do not see the host's events: subscribe after the host has started.")]
    public static partial void AmbientBusReplaced(this ILogger logger);
}
