using Microsoft.Extensions.Logging;

namespace EventGen.Nats;

/// <summary>The log messages. Their event ids are stable.</summary>
internal static partial class NatsLog
{
    [LoggerMessage(150, LogLevel.Information, "NATS publisher '{Publisher}' is connected to {Server}.")]
    public static partial void Connected(this ILogger logger, string publisher, string server);

    [LoggerMessage(151, LogLevel.Warning, "NATS publisher '{Publisher}' has no connection to {Server} and goes on trying: {Failure}")]
    public static partial void Disconnected(this ILogger logger, string publisher, string server, string failure);

    [LoggerMessage(152, LogLevel.Information, "NATS publisher '{Publisher}' receives from {Source}.")]
    public static partial void Receiving(this ILogger logger, string publisher, string source);

    [LoggerMessage(153, LogLevel.Warning, "NATS publisher '{Publisher}' does not receive from {Source} and goes on trying: {Failure}")]
    public static partial void NotReceiving(this ILogger logger, string publisher, string source, string failure);

    [LoggerMessage(154, LogLevel.Warning, "NATS publisher '{Publisher}' receives from {Source} again; what was published meanwhile has not been received.")]
    public static partial void SubscribedAgain(this ILogger logger, string publisher, string source);

    [LoggerMessage(155, LogLevel.Warning, "NATS publisher '{Publisher}': stream '{Stream}' exists with other settings than these: {Settings}. It keeps its own; change it with NATS' tools where that is not meant.")]
    public static partial void StreamDiffers(this ILogger logger, string publisher, string stream, string settings);

    [LoggerMessage(156, LogLevel.Warning, "NATS publisher '{Publisher}': consumer '{Consumer}' of stream '{Stream}' was deleted; it was made again and receives the stream from message {Sequence} on.")]
    public static partial void ConsumerMadeAgain(this ILogger logger, string publisher, string consumer, string stream, ulong sequence);

    [LoggerMessage(157, LogLevel.Warning, "NATS publisher '{Publisher}': consumer '{Consumer}' of stream '{Stream}' is {Pending} messages behind; beyond {Limit} messages the stream deletes what has not been received. Receive faster or raise MaxMessages.")]
    public static partial void LagNearsLimit(this ILogger logger, string publisher, string consumer, string stream, ulong pending, long limit);

    [LoggerMessage(158, LogLevel.Warning, "NATS publisher '{Publisher}' stopped before {Count} messages were acknowledged; these events will be delivered again.")]
    public static partial void Unacknowledged(this ILogger logger, string publisher, int count);

    [LoggerMessage(159, LogLevel.Warning, "NATS publisher '{Publisher}': stream '{Stream}' keeps a message only for applications that have a consumer, and none has one; what is published is not kept.")]
    public static partial void NoInterest(this ILogger logger, string publisher, string stream);

    [LoggerMessage(181, LogLevel.Warning, "NATS publisher '{Publisher}': the server refuses acknowledgements of consumer '{Consumer}' of stream '{Stream}'; what has been handled will be delivered again. Allow the user to publish to their subjects.")]
    public static partial void AcknowledgementsRefused(this ILogger logger, string publisher, string consumer, string stream);

    [LoggerMessage(182, LogLevel.Warning, "NATS publisher '{Publisher}': consumer '{Consumer}' of stream '{Stream}' holds messages back, as {Count} are not acknowledged, which is its limit (max_ack_pending). Some handler may never return.")]
    public static partial void HeldBack(this ILogger logger, string publisher, string consumer, string stream, long count);

    [LoggerMessage(196, LogLevel.Information, "NATS publisher '{Publisher}' has made consumer '{Consumer}' of stream '{Stream}', which begins behind message {Sequence} of {Last}: what the stream held before is not received. If the application has been there before, somebody has deleted its consumer.")]
    public static partial void ConsumerBeginsBehind(this ILogger logger, string publisher, string consumer, string stream, ulong sequence, ulong last);

    [LoggerMessage(197, LogLevel.Warning, "NATS publisher '{Publisher}': consumer '{Consumer}' of stream '{Stream}' exists with other settings than these: {Settings}. It keeps its own; change it with NATS' tools where that is not meant.")]
    public static partial void ConsumerDiffers(this ILogger logger, string publisher, string consumer, string stream, string settings);

    [LoggerMessage(200, LogLevel.Warning, "NATS publisher '{Publisher}': stream '{Stream}' was deleted, and there is a new one, which is received from its beginning. Of the old one, {Lost} messages had not been received at the last look, up to 5 seconds before, and count as lost, though another instance may have received some since; what was published since is not counted.")]
    public static partial void StreamDeleted(this ILogger logger, string publisher, string stream, ulong lost);

    [LoggerMessage(205, LogLevel.Warning, "NATS publisher '{Publisher}' cannot use stream '{Stream}' and goes on trying: {Failure}")]
    public static partial void StreamUnusable(this ILogger logger, string publisher, string stream, string failure);

    [LoggerMessage(189, LogLevel.Information, "NATS publisher '{Publisher}' has no stream: over core NATS each event is delivered at most once, to those that are connected. Set Stream where none may be missed.")]
    public static partial void HasNoStream(this ILogger logger, string publisher);
}
