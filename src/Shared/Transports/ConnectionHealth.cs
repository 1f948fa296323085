namespace EventGen;

/// <summary>What is known of how a connection of a transport fares. Compiled into each transport. Thread safe.</summary>
/// <param name="publisher">The publisher's name.</param>
/// <param name="server">What is on the other side, fit to be shown: without a password.</param>
internal sealed class ConnectionHealth(string publisher, string server)
{
    // Held while both the error and whether there is a connection change.
    private readonly object _changing = new();

    // Each replaced whole by whoever learns something; the last word counts. The error under the lock.
    private volatile string? _error = $"No connection to {server} yet.";

    // Since when there is an error, by the bus's clock. No time counts before the bus has started.
    private TimeProvider _time = TimeProvider.System;
    private TimeSpan _downLimit = Timeout.InfiniteTimeSpan;
    private long _failedSince;

    private volatile string? _refusal;

    // Of the last publish, while the connection was well: that another call is answered says nothing of it.
    private volatile string? _unpublished;
    private volatile Dictionary<string, string>? _warnings;
    private volatile bool _isConnected;

    // Why the server has taken no connection, by its own account, since there was one last.
    private volatile string? _rejection;

    /// <summary>Degraded while somebody should look; unhealthy when no call has succeeded, or nothing was received, for longer than the bus allows.</summary>
    public PublisherHealth Current => new(
        publisher,
        _isConnected && Told is null ? EventBusStatus.Healthy : IsDown ? EventBusStatus.Unhealthy : EventBusStatus.Degraded,
        Told);

    /// <summary>Whether there is a connection over which calls are answered.</summary>
    public bool IsOpen => _isConnected && _error is null;

    private string? Told => _error ?? _refusal ?? _unpublished ?? _warnings?.Values.First();

    private bool IsDown
    {
        get
        {
            lock (_changing) return _error is not null && _downLimit != Timeout.InfiniteTimeSpan && _time.GetElapsedTime(_failedSince) > _downLimit;
        }
    }

    /// <summary>The bus has started: from now on it counts how long there is no connection.</summary>
    public void Begin(MessageReceiver receiver)
    {
        lock (_changing) (_time, _downLimit, _failedSince) = (receiver.TimeProvider, receiver.PublisherDownLimit, receiver.TimeProvider.GetTimestamp());
    }

    public void Connected()
    {
        lock (_changing)
        {
            if (!_isConnected || _error is not null) _unpublished = null;
            (_isConnected, _error, _rejection) = (true, null, null);
        }
    }

    /// <summary>The server answered, and took no connection. What fails from then on for a reason that says less is told together with this one, until there is a connection.</summary>
    public void Rejected(string reason) => _rejection = reason;

    /// <summary>A failure as it is told: with what the server said when it took no connection, unless it says that itself.</summary>
    public string Explain(string failure) =>
        _rejection is { } rejection && !failure.Contains(rejection, StringComparison.Ordinal) ? $"{failure}; before that: {rejection}" : failure;

    public void Disconnected(string failure)
    {
        lock (_changing) Fail(isConnected: false, $"No connection to {server}: {failure}");
    }

    /// <summary>It does not receive, with a connection or without one.</summary>
    public void NotReceiving(string failure)
    {
        lock (_changing) Fail(isConnected: false, $"{server}: it does not receive: {failure}");
    }

    /// <summary>A connection is lost, as a client tells that may tell of it after the recovery.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="isBack">Asked afterwards, under a lock, whether there is a connection: what is counts, whichever was told last.</param>
    /// <returns>True when there is none.</returns>
    public bool Disconnected(string failure, Func<bool> isBack)
    {
        // Under the lock: else the answer could be older than a loss that another thread tells of meanwhile.
        lock (_changing)
        {
            Disconnected(failure);
            if (!isBack()) return true;
            Connected();
            return false;
        }
    }

    /// <summary>A call failed.</summary>
    public void Failed(string failure)
    {
        // Without a connection that is why it failed: told in the same words, whoever tells it.
        lock (_changing) Fail(_isConnected, _isConnected ? $"{server}: {failure}" : $"No connection to {server}: {failure}");
    }

    /// <summary>A publish failed. Where nothing else does, such as for a missing right, this holds until one succeeds; else until what else failed is over.</summary>
    public void PublishFailed(string failure)
    {
        lock (_changing)
        {
            if (_isConnected && _error is null) _unpublished = $"{server}: the last publish failed: {failure}";
            else Failed(failure);
        }
    }

    /// <summary>A call succeeded.</summary>
    public void Succeeded()
    {
        if (_error is null) return;
        lock (_changing)
        {
            if (_isConnected) (_error, _unpublished) = (null, null);
        }
    }

    /// <summary>The server answered, and refused a message. Other calls may well succeed meanwhile, so this holds until it takes one.</summary>
    public void Refused(string answer) => _refusal = $"{server}: {answer}";

    /// <summary>The server took a message.</summary>
    public void Accepted()
    {
        if (_refusal is not null) _refusal = null;
        if (_unpublished is not null) _unpublished = null;
        Succeeded();
    }

    /// <summary>It works, and somebody should look.</summary>
    /// <param name="about">What the warning is about: each has one of its own, until it is taken back.</param>
    /// <param name="warning">The warning; <see langword="null"/> to take it back.</param>
    public void Warn(string about, string? warning)
    {
        if (warning is null && _warnings is null) return;
        lock (_changing)
        {
            Dictionary<string, string> warnings = new(_warnings ?? [], StringComparer.Ordinal);
            if (warning is null) warnings.Remove(about);
            else warnings[about] = warning;
            _warnings = warnings.Count == 0 ? null : warnings;
        }
    }

    private void Fail(bool isConnected, string error)
    {
        if (_error is null) _failedSince = _time.GetTimestamp();
        (_isConnected, _error) = (isConnected, error);
    }
}
