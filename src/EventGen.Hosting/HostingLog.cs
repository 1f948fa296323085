using Microsoft.Extensions.Logging;

namespace EventGen.Hosting;

/// <summary>What the host's part of the bus logs.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(31, LogLevel.Warning, "Handler class '{Class}' has several instances: it is registered as {Names} besides what the bus uses. Register it once, with {Registration}<{Type}>(), and the other names with a factory that returns GetRequiredService<{Type}>().")]
    public static partial void HandlerRegisteredTwice(this ILogger logger, string @class, string names, string registration, string type);
}
