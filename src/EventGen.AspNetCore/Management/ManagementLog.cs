using Microsoft.Extensions.Logging;

namespace EventGen.AspNetCore.Management;

/// <summary>The log messages of the management endpoints. Their event ids are stable.</summary>
internal static partial class ManagementLog
{
    [LoggerMessage(190, LogLevel.Warning, "The management endpoints of EventGen at '{Path}' are closed, because nothing says who may use them. Say it where they are mapped: app.{Call}(\"{Pattern}\").RequireAuthorization(\"policy\"), or AllowAnonymous() if everybody may.")]
    public static partial void Closed(this ILogger logger, string path, string call, string pattern);

    [LoggerMessage(191, LogLevel.Information, "Management: {Who} {Action} {What}.")]
    public static partial void Changed(this ILogger logger, string who, string action, string what);

    [LoggerMessage(192, LogLevel.Warning, "Management: a request of {Who} to change something was refused: {Reason}")]
    public static partial void ChangeRefused(this ILogger logger, string who, string reason);

    [LoggerMessage(193, LogLevel.Error, "Management: answering {Method} '{Path}' failed.")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(194, LogLevel.Warning, "Management: operation {Operation} failed.")]
    public static partial void OperationFailed(this ILogger logger, Exception exception, Guid operation);

    [LoggerMessage(195, LogLevel.Error, "Management: dead letter {DeadLetter} cannot be replayed; it is kept.")]
    public static partial void ReplayImpossible(this ILogger logger, Exception exception, Guid deadLetter);
}
