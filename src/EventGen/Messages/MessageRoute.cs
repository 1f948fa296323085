using System.Diagnostics.CodeAnalysis;

namespace EventGen;

/// <summary>
/// The way of an event between brokers, as its message carries it: the buses that passed it on, and the names of the publishers that have it. One text, of parts with commas between them.
/// </summary>
/// <remarks>
/// An event is never published to where it has been, and each bus that passes it on is added. So it comes to an end also where several applications
/// call one broker by different names. A way that becomes too long is closed: the event goes no further.
/// </remarks>
internal static class MessageRoute
{
    private const char Separator = ',';
    private const char BusMark = '@';
    private const string Closed = "*";

    // As long as receivers take a text.
    private static readonly int s_longest = EventMessageLimits.Default.MaxHeaderLength;

    /// <summary>Whether a bus has passed the event on.</summary>
    /// <param name="via">The way; <see langword="null"/> for none.</param>
    /// <param name="bus">The bus's <see cref="MessageReceiver.Origin"/>.</param>
    public static bool HasBus([NotNullWhen(true)] string? via, string bus) => via is not null && Has(via, BusMark + bus);

    /// <summary>Whether the event must not be published there: it has been, or its way is closed.</summary>
    /// <param name="via">The way; <see langword="null"/> for none.</param>
    /// <param name="publisher">A publisher's name.</param>
    public static bool HasPublisher([NotNullWhen(true)] string? via, string publisher) => via is not null && (Has(via, Uri.EscapeDataString(publisher)) || Has(via, Closed));

    /// <summary>The way with another bus, and with publishers.</summary>
    /// <param name="via">The way so far; <see langword="null"/> for none.</param>
    /// <param name="bus">The bus's <see cref="MessageReceiver.Origin"/>.</param>
    /// <param name="publishers">Names.</param>
    public static string Add(string? via, string bus, IEnumerable<string> publishers)
    {
        string way = Add(via, BusMark + bus);
        foreach (string publisher in publishers) way = Add(way, Uri.EscapeDataString(publisher));
        return way;
    }

    private static string Add(string? via, string part)
    {
        if (string.IsNullOrEmpty(via)) return part;
        if (Has(via, part) || Has(via, Closed)) return via;

        // What closes it always has a place.
        return via.Length + part.Length + 1 <= s_longest - 1 - Closed.Length ? $"{via}{Separator}{part}"
            : via.Length + 1 + Closed.Length <= s_longest ? $"{via}{Separator}{Closed}"
            : Closed;
    }

    private static bool Has(string via, string part)
    {
        var rest = via.AsSpan();
        while (true)
        {
            int end = rest.IndexOf(Separator);
            if ((end < 0 ? rest : rest[..end]).SequenceEqual(part)) return true;
            if (end < 0) return false;
            rest = rest[(end + 1)..];
        }
    }
}
