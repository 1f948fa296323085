using System.Collections.Concurrent;

namespace EventGen.Redis;

/// <summary>What has been read here and is not acknowledged yet. Thread safe.</summary>
internal sealed class OpenEntries
{
    private readonly ConcurrentDictionary<string, OpenEntry> _entries = new(StringComparer.Ordinal);

    public string[] Ids => [.. _entries.Keys];

    /// <summary>Adds an entry.</summary>
    /// <returns>False when it is there already.</returns>
    public bool TryAdd(OpenEntry entry) => _entries.TryAdd(entry.Id, entry);

    public void Remove(string id)
    {
        if (_entries.TryRemove(id, out var entry)) entry.Close();
    }

    /// <summary>The stream has deleted an entry.</summary>
    /// <returns>Whether it is open here, and so not lost.</returns>
    public bool MarkDeleted(string id)
    {
        if (!_entries.TryGetValue(id, out var entry)) return false;
        entry.MarkDeleted();
        return true;
    }
}
