using Microsoft.Extensions.Logging;

namespace EventGen.RabbitMQ;

/// <summary>The log messages. Their event ids are stable.</summary>
internal static partial class RabbitMQLog
{
    [LoggerMessage(160, LogLevel.Information, "RabbitMQ publisher '{Publisher}' is connected to {Server}.")]
    public static partial void Connected(this ILogger logger, string publisher, string server);

    [LoggerMessage(161, LogLevel.Warning, "RabbitMQ publisher '{Publisher}' has no connection to {Server} and goes on trying: {Failure}")]
    public static partial void Disconnected(this ILogger logger, string publisher, string server, string failure);

    [LoggerMessage(162, LogLevel.Information, "RabbitMQ publisher '{Publisher}' receives from queue '{Queue}'.")]
    public static partial void Consuming(this ILogger logger, string publisher, string queue);

    [LoggerMessage(163, LogLevel.Warning, "RabbitMQ publisher '{Publisher}' does not receive from exchange '{Exchange}' and goes on trying: {Failure}")]
    public static partial void NotConsuming(this ILogger logger, string publisher, string exchange, string failure);

    [LoggerMessage(164, LogLevel.Warning, "RabbitMQ publisher '{Publisher}': the server at {Server} takes no publishes ({Reason}); they fail until it does.")]
    public static partial void Blocked(this ILogger logger, string publisher, string server, string reason);

    [LoggerMessage(201, LogLevel.Warning, "RabbitMQ publisher '{Publisher}' cannot use exchange '{Exchange}' and goes on trying: {Failure}")]
    public static partial void ExchangeUnusable(this ILogger logger, string publisher, string exchange, string failure);
}
