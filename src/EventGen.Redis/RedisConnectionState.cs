using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>Which of a client's two connections, for commands and for subscriptions, are not there. Thread safe.</summary>
/// <param name="health">Told of what changes, in the order in which it does.</param>
internal sealed class RedisConnectionState(ConnectionHealth health)
{
    // Under its own lock. The first connection is yet to be made.
    private readonly HashSet<ConnectionType> _down = [ConnectionType.Interactive];

    /// <summary>A connection is gone.</summary>
    public void Failed(ConnectionType type, string failure)
    {
        lock (_down)
        {
            _down.Add(type);
            health.Disconnected(failure);
        }
    }

    /// <summary>A connection is there.</summary>
    /// <param name="type">Which.</param>
    /// <param name="isUp">Asked, under a lock, whether it really is, by whoever has not been told so.</param>
    /// <returns>True when all are there, and one was not.</returns>
    public bool Restored(ConnectionType type, Func<bool>? isUp = null)
    {
        lock (_down)
        {
            if (isUp is not null && !isUp()) return false;
            if (!_down.Remove(type) || _down.Count > 0) return false;
            health.Connected();
            return true;
        }
    }
}
