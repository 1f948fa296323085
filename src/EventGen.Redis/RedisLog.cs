using Microsoft.Extensions.Logging;

namespace EventGen.Redis;

/// <summary>The log messages. Their event ids are stable.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(100, LogLevel.Information, "Redis publisher '{Publisher}' is connected to {Server}.")]
    public static partial void Connected(this ILogger logger, string publisher, string server);

    [LoggerMessage(101, LogLevel.Warning, "Redis publisher '{Publisher}' has no connection to {Server} and goes on trying: {Failure}")]
    public static partial void Disconnected(this ILogger logger, string publisher, string server, string failure);

    [LoggerMessage(102, LogLevel.Warning, "Redis publisher '{Publisher}' is connected to {Server} again; what was published to channel '{Channel}' meanwhile has not been received.")]
    public static partial void SubscribedAgain(this ILogger logger, string publisher, string server, string channel);

    [LoggerMessage(103, LogLevel.Warning, "Redis publisher '{Publisher}' could not read stream '{Channel}' and goes on trying: {Failure}")]
    public static partial void ReadFailed(this ILogger logger, string publisher, string channel, string failure);

    [LoggerMessage(104, LogLevel.Warning, "Redis publisher '{Publisher}': group '{Group}' of stream '{Channel}' is {Lag} entries behind; beyond about {Limit} entries the stream deletes what has not been read. Receive faster or raise MaxStreamLength.")]
    public static partial void LagNearsLimit(this ILogger logger, string publisher, string group, string channel, long lag, long limit);

    [LoggerMessage(105, LogLevel.Warning, "Redis publisher '{Publisher}': stream '{Channel}' had lost group '{Group}'; it was made again and reads the stream from its beginning.")]
    public static partial void GroupMadeAgain(this ILogger logger, string publisher, string channel, string group);

    [LoggerMessage(106, LogLevel.Information, "Redis publisher '{Publisher}' took over {Count} events of stream '{Channel}' that another instance had left.")]
    public static partial void TookOver(this ILogger logger, string publisher, int count, string channel);

    [LoggerMessage(107, LogLevel.Warning, "Redis publisher '{Publisher}' stopped before {Count} acknowledgements had reached Redis; these events will be delivered again.")]
    public static partial void Unacknowledged(this ILogger logger, string publisher, int count);

    [LoggerMessage(108, LogLevel.Warning, "Redis publisher '{Publisher}', stream '{Channel}': it {Operation} and goes on trying: {Failure}")]
    public static partial void OperationFailed(this ILogger logger, string publisher, string channel, string operation, string failure);

    [LoggerMessage(109, LogLevel.Warning, "Redis publisher '{Publisher}' does not receive from {Source} and goes on trying: {Failure}")]
    public static partial void NotReceiving(this ILogger logger, string publisher, string source, string failure);

    [LoggerMessage(188, LogLevel.Information, "Redis publisher '{Publisher}' receives from {Source}.")]
    public static partial void Receiving(this ILogger logger, string publisher, string source);
}
