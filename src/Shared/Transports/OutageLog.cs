namespace EventGen;

/// <summary>
/// Decides what is logged of a connection that is missing: that it is, once, and what a server answers that takes none. How a server is not there changes from one attempt to the next, and says nothing
/// new. Compiled into each transport. Thread safe.
/// </summary>
internal sealed class OutageLog
{
    private readonly object _gate = new();

    // Under _gate. What was told last; null while there is a connection.
    private string? _told;

    /// <summary>There is a connection: the next loss of it is news.</summary>
    public void End()
    {
        lock (_gate) _told = null;
    }

    /// <summary>Whether to log a failure.</summary>
    /// <param name="failure">The failure, as it is told.</param>
    /// <param name="isAnswer">Whether somebody has answered and says why there is no connection.</param>
    public bool IsNews(string failure, bool isAnswer)
    {
        // Connections that are lost together are told of at once, on threads of the client.
        lock (_gate)
        {
            if (_told is { } told && (told == failure || !isAnswer)) return false;
            _told = failure;
            return true;
        }
    }
}
