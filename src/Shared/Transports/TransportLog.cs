using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>The log messages that all transports have. Their event ids are stable. Compiled into each transport.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(146, LogLevel.Information, "Publisher '{Publisher}' does not receive what application '{Application}' publishes, which is this one: its own handlers handle that where it is emitted. Applications that exchange events each need a Source, or a Group, of their own. Told once.")]
    public static partial void PassedOver(this ILogger logger, string publisher, string application);
}
