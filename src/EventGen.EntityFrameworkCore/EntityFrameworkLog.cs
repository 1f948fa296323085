using Microsoft.Extensions.Logging;

namespace EventGen.EntityFrameworkCore;

/// <summary>The log messages. Their event ids are stable.</summary>
internal static partial class EntityFrameworkLog
{
    [LoggerMessage(137, LogLevel.Warning, "Whether {Context} and the outbox are in one database could not be found out at the start: the context's database did not answer. If they are not, its saves with durable events fail or are lost.")]
    public static partial void DatabaseNotCompared(this ILogger logger, Exception exception, string context);

    [LoggerMessage(140, LogLevel.Error, "Event '{EventId}' was to be emitted after the commit of the changes it belongs to, and could not be. The changes are committed.")]
    public static partial void EmitAfterCommitFailed(this ILogger logger, Exception exception, string eventId);

    [LoggerMessage(141, LogLevel.Debug, "A context was disposed with {Count} events that no SaveChanges has written ({Events}). They are gone.")]
    public static partial void DisposedUnsaved(this ILogger logger, int count, string events);

    [LoggerMessage(142, LogLevel.Debug, "{Count} events are not emitted ({Events}): the transaction that their changes were saved in was not committed.")]
    public static partial void RolledBack(this ILogger logger, int count, string events);
}
