namespace EventGen.AspNetCore.Management;

/// <summary>The readers of the live stream. Thread safe.</summary>
internal sealed class LiveReaders(int limit)
{
    private readonly object _gate = new();

    // Replaced whole under _gate.
    private volatile LiveReader[] _readers = [];

    public int Count => _readers.Length;

    public int Limit => limit;

    public bool TryAdd(LiveReader reader)
    {
        lock (_gate)
        {
            if (_readers.Length >= limit) return false;
            _readers = [.. _readers, reader];
            return true;
        }
    }

    public void Remove(LiveReader reader)
    {
        lock (_gate) _readers = [.. _readers.Where(other => other != reader)];
    }

    public void Offer(KeptActivity activity)
    {
        foreach (var reader in _readers) reader.Offer(activity);
    }
}
