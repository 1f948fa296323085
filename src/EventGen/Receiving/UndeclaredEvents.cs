using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>The events that one publisher has received and its bus does not have: logs each once. Thread safe.</summary>
/// <param name="publisher">The publisher's name.</param>
/// <param name="logger">Told.</param>
internal sealed class UndeclaredEvents(string publisher, ILogger logger)
{
    /// <summary>What is wrong with a message of one.</summary>
    public const string Reason = "No module of the bus declares its event.";

    // Whoever sends does not decide how long the log gets, nor how much is remembered.
    private const int MostNamed = 100;
    private const int LongestName = 200;

    // Names that others wrote, so only those that can be shown. A set, in want of a concurrent one; made when there is one.
    private ConcurrentDictionary<string, bool>? _named;

    // Interlocked only.
    private int _number;

    /// <summary>The name of a message's event, if it can be shown anywhere; else empty. Others wrote it.</summary>
    public static string NameIn(EventMessage message) => CanBeShown(message.EventId) ? message.EventId : "";

    /// <summary>Logs that a message is ignored, if that has not been said of its event.</summary>
    public void Ignored(EventMessage message)
    {
        if (Volatile.Read(ref _number) > MostNamed) return;
        string name = NameIn(message);
        var named = LazyInitializer.EnsureInitialized(ref _named, static () => new ConcurrentDictionary<string, bool>(StringComparer.Ordinal));
        if (named.ContainsKey(name) || !named.TryAdd(name, true)) return;
        int number = Interlocked.Increment(ref _number);
        if (number <= MostNamed) logger.UnknownEventIgnored(publisher, name.Length > 0 ? name : "a name that cannot be shown");
        else if (number == MostNamed + 1) logger.MoreUnknownEventsIgnored(publisher, MostNamed);
    }

    private static bool CanBeShown(string name) => name.Length is > 0 and <= LongestName && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '/');
}
