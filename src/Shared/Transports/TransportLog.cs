using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>The log messages that all transports have. Their event ids are stable. Compiled into each transport.</summary>
/// <remarks>
/// Written by hand: the generator of log methods writes the classes of an assembly in an order that changes from build to build, and each transport has one such class already.
/// Two would make its package differ from one build of the same commit to the next.
/// </remarks>
internal static class TransportLog
{
    private static readonly Action<ILogger, string, string, Exception?> s_passedOver =
        LoggerMessage.Define<string, string>(LogLevel.Information, new EventId(146, nameof(PassedOver)), "Publisher '{Publisher}' does not receive what application '{Application}' publishes, which is this one: its own handlers handle that where it is emitted. Applications that exchange events each need a Source, or a Group, of their own. Told once.");

    public static void PassedOver(this ILogger logger, string publisher, string application) => s_passedOver(logger, publisher, application, null);
}
