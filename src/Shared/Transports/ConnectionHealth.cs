namespace EventGen;

/// <summary>What is known of how a connection of a transport fares. Compiled into each transport. Thread safe.</summary>
/// <param name="publisher">The publisher's name.</param>
/// <param name="server">What is on the other side, fit to be shown: without a password.</param>
internal sealed class ConnectionHealth(string publisher, string server)
{
    // Each replaced whole by whoever learns something; the last word counts.
    private volatile string? _error = $"No connection to {server} yet.";
    private volatile string? _refusal;
    private volatile string? _warning;
    private volatile bool _isConnected;

    public PublisherHealth Current => new(
        publisher,
        _isConnected && Told is null ? EventBusStatus.Healthy : EventBusStatus.Degraded,
        Told);

    private string? Told => _error ?? _refusal ?? _warning;

    public void Connected()
    {
        _isConnected = true;
        _error = null;
    }

    public void Disconnected(string failure)
    {
        _isConnected = false;
        _error = $"No connection to {server}: {failure}";
    }

    /// <summary>A call failed.</summary>
    public void Failed(string failure) => _error = $"{server}: {failure}";

    /// <summary>A call succeeded.</summary>
    public void Succeeded()
    {
        if (_error is not null && _isConnected) _error = null;
    }

    /// <summary>The server answered, and refused a message. Other calls may well succeed meanwhile, so this holds until it takes one.</summary>
    public void Refused(string answer) => _refusal = $"{server}: {answer}";

    /// <summary>The server took a message.</summary>
    public void Accepted()
    {
        if (_refusal is not null) _refusal = null;
        Succeeded();
    }

    /// <summary>It works, and somebody should look; <see langword="null"/> to take that back.</summary>
    public void Warn(string? warning) => _warning = warning;
}
