using Microsoft.Extensions.Logging;

namespace EventGen.Outbox;

/// <summary>The log messages. Their event ids are stable.</summary>
internal static partial class OutboxLog
{
    [LoggerMessage(120, LogLevel.Information, "Outbox '{Store}' is open: application '{Application}', instance '{Instance}'.")]
    public static partial void Opened(this ILogger logger, string store, string application, string instance);

    [LoggerMessage(186, LogLevel.Information, "Outbox '{Store}': what an earlier start of the instance left is delivered now. Events: {TakenBack}.")]
    public static partial void TookBack(this ILogger logger, string store, int takenBack);

    [LoggerMessage(121, LogLevel.Warning, "Outbox '{Store}' does not work and goes on trying; durable events wait, nothing else stops: {Failure}")]
    public static partial void StoreDown(this ILogger logger, string store, string failure);

    [LoggerMessage(122, LogLevel.Information, "Outbox '{Store}' works again after {Outage:g}.")]
    public static partial void StoreUp(this ILogger logger, string store, TimeSpan outage);

    [LoggerMessage(123, LogLevel.Warning, "Outbox '{Store}': instance '{Instance}' has lost its lease, and goes on with a new one. {Count} events that it had are delivered again, by whoever takes them over. Was the process frozen, or the database away for longer than LeaseDuration?")]
    public static partial void LeaseLost(this ILogger logger, string store, string instance, int count);

    [LoggerMessage(124, LogLevel.Information, "Outbox '{Store}' took over {Count} events of an instance that is gone.")]
    public static partial void TookOver(this ILogger logger, string store, int count);

    [LoggerMessage(125, LogLevel.Error, "Event '{EventId}', emission {Emission}, is given up for '{Target}': {Reason} Dead letter {DeadLetter}.")]
    public static partial void GivenUp(this ILogger logger, string eventId, Guid emission, string target, string reason, Guid deadLetter);

    [LoggerMessage(126, LogLevel.Error, "An event in the outbox cannot be read: '{EventId}', emission {Emission}. {Reason} Dead letter {DeadLetter}.")]
    public static partial void Unreadable(this ILogger logger, string eventId, Guid emission, string reason, Guid deadLetter);

    [LoggerMessage(127, LogLevel.Critical, "The relay of outbox '{Store}' failed unexpectedly; it goes on.")]
    public static partial void RelayFailed(this ILogger logger, Exception exception, string store);

    [LoggerMessage(128, LogLevel.Warning, "Outbox '{Store}': the work on {Count} events is void, for their leases were lost; they are delivered again.")]
    public static partial void WorkVoid(this ILogger logger, string store, int count);

    [LoggerMessage(143, LogLevel.Error, "Outbox '{Store}': the database refuses to write what became of event '{EventId}', emission {Emission}. {Reason} The event stays in the outbox, and others are not held up. Correct that in the database; it is tried again at least once a minute.")]
    public static partial void SettlementRefused(this ILogger logger, string store, string eventId, Guid emission, string reason);

    [LoggerMessage(144, LogLevel.Information, "Outbox '{Store}': everything that the database refused has been written.")]
    public static partial void SettlementsWritten(this ILogger logger, string store);
}
