using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>
/// Tells what an application has published itself: its handlers have handled it where it was emitted, so that whoever receives it passes over it. Says so once, for an
/// application that waits for it in vain. Compiled into each transport. Thread safe.
/// </summary>
/// <param name="publisher">The publisher's name, for reports.</param>
/// <param name="application">Whose messages they are.</param>
/// <param name="logger">Where it reports to.</param>
internal sealed class OwnMessages(string publisher, string application, ILogger logger)
{
    // Interlocked only, but for a first look. 1 once it has been told.
    private int _told;

    /// <summary>Whether a message is one of them.</summary>
    /// <param name="sender">The application that published it; <see langword="null"/> where the message does not tell.</param>
    public bool Contains(string? sender)
    {
        if (sender != application) return false;
        if (Volatile.Read(ref _told) == 0 && Interlocked.Exchange(ref _told, 1) == 0) logger.PassedOver(publisher, application);
        return true;
    }
}
