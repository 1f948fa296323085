namespace EventGen.Nats;

/// <summary>Counts how many messages may be asked for: never more than there are places for in the bus. Thread safe.</summary>
/// <param name="places">How many messages the bus may have; at least 1.</param>
internal sealed class PullWindow(int places)
{
    // A request for each place that becomes free would cost as much as a message.
    private readonly int _worthwhile = Math.Max(1, places / 4);
    private readonly object _gate = new();

    // Under _gate.
    private int _asked;
    private int _open;

    /// <summary>How many are to be asked for now; they count as asked for.</summary>
    public int Take()
    {
        lock (_gate)
        {
            int free = places - _asked - _open;
            if (free <= 0 || (free < _worthwhile && _asked > 0)) return 0;
            _asked += free;
            return free;
        }
    }

    /// <summary>Whether an answer is due.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate) return _asked > 0;
        }
    }

    /// <summary>A message came; the bus has it from now on.</summary>
    public void Arrived()
    {
        lock (_gate)
        {
            _asked = Math.Max(0, _asked - 1);
            _open++;
        }
    }

    /// <summary>The bus is done with a message.</summary>
    public void Settled()
    {
        lock (_gate) _open--;
    }

    /// <summary>The server will not send some of those that it was asked for.</summary>
    public void Expired(int count)
    {
        lock (_gate) _asked = Math.Max(0, _asked - count);
    }

    /// <summary>A new connection: nothing is asked for on it yet.</summary>
    public void Restart()
    {
        lock (_gate) _asked = 0;
    }
}
