using Microsoft.Extensions.Logging;

namespace EventGen.Kafka;

/// <summary>The log messages. Their event ids are stable.</summary>
internal static partial class KafkaLog
{
    [LoggerMessage(170, LogLevel.Information, "Kafka publisher '{Publisher}' is connected to {Servers}.")]
    public static partial void Connected(this ILogger logger, string publisher, string servers);

    [LoggerMessage(171, LogLevel.Warning, "Kafka publisher '{Publisher}' has no connection to {Servers} and goes on trying: {Failure}")]
    public static partial void Disconnected(this ILogger logger, string publisher, string servers, string failure);

    [LoggerMessage(172, LogLevel.Information, "Kafka publisher '{Publisher}' receives {Source}.")]
    public static partial void Receiving(this ILogger logger, string publisher, string source);

    [LoggerMessage(173, LogLevel.Warning, "Kafka publisher '{Publisher}' does not receive {Source} and goes on trying: {Failure}")]
    public static partial void NotReceiving(this ILogger logger, string publisher, string source, string failure);

    [LoggerMessage(174, LogLevel.Information, "Kafka publisher '{Publisher}' has created topic '{Topic}'.")]
    public static partial void TopicCreated(this ILogger logger, string publisher, string topic);

    [LoggerMessage(175, LogLevel.Warning, "Kafka publisher '{Publisher}' cannot use topic '{Topic}': {Failure}.")]
    public static partial void TopicMissing(this ILogger logger, string publisher, string topic, string failure);

    [LoggerMessage(176, LogLevel.Information, "Kafka publisher '{Publisher}' has partitions {Partitions} of group '{Group}' now.")]
    public static partial void Assigned(this ILogger logger, string publisher, string partitions, string group);

    [LoggerMessage(177, LogLevel.Warning, "Kafka publisher '{Publisher}' gave back {Partitions} while {Count} messages were being handled; whoever gets the partitions next handles them again.")]
    public static partial void Unfinished(this ILogger logger, string publisher, string partitions, int count);

    [LoggerMessage(178, LogLevel.Warning, "Kafka publisher '{Publisher}' could not commit what was handled of group '{Group}' ({Failure}); it tries again.")]
    public static partial void CommitFailed(this ILogger logger, string publisher, string group, string failure);

    [LoggerMessage(179, LogLevel.Warning, "Kafka publisher '{Publisher}' pauses {Partition}: the message at offset {Offset} is still being handled, and {Count} behind it have been received.")]
    public static partial void PartitionPaused(this ILogger logger, string publisher, string partition, long offset, int count);

    [LoggerMessage(180, LogLevel.Warning, "Kafka publisher '{Publisher}' does not know whether messages of {Source} wait at the cluster and goes on trying: {Failure}")]
    public static partial void Unwatched(this ILogger logger, string publisher, string source, string failure);
}
