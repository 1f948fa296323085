namespace EventGen.Redis;

/// <summary>What has been read here and is not acknowledged yet. Thread safe.</summary>
/// <remarks>
/// A stream that is taken away and made again may give new entries the ids of old ones. So what was read before is forgotten then: its
/// acknowledgement would be that of another entry, which would be lost.
/// </remarks>
internal sealed class OpenEntries
{
    // Under itself.
    private readonly Dictionary<string, OpenEntry> _entries = new(StringComparer.Ordinal);

    // Written under _entries. How often the stream has been lost.
    private volatile int _life;

    /// <summary>The life of the stream that is read now; to be asked before a command that reads.</summary>
    public int Life => _life;

    public string[] Ids
    {
        get
        {
            lock (_entries) return [.. _entries.Keys];
        }
    }

    /// <summary>True while the stream is the one from which the entry was read.</summary>
    public bool IsOfThisStream(OpenEntry entry) => entry.Life == _life;

    /// <summary>Adds an entry. One of a stream that has been lost meanwhile is not kept.</summary>
    /// <returns>False when it is there already.</returns>
    public bool TryAdd(OpenEntry entry)
    {
        lock (_entries) return !IsOfThisStream(entry) || _entries.TryAdd(entry.Id, entry);
    }

    public void Remove(OpenEntry entry)
    {
        lock (_entries)
        {
            if (IsOfThisStream(entry)) _entries.Remove(entry.Id);
        }

        entry.Close();
    }

    /// <summary>Removes many at once: one after the other they would hold up whoever adds the next.</summary>
    public void Remove(List<OpenEntry> entries)
    {
        lock (_entries)
        {
            foreach (var entry in entries)
                if (IsOfThisStream(entry)) _entries.Remove(entry.Id);
        }

        foreach (var entry in entries) entry.Close();
    }

    /// <summary>The stream has deleted an entry.</summary>
    /// <returns>Whether it is open here, and so not lost.</returns>
    public bool MarkDeleted(string id)
    {
        lock (_entries)
        {
            if (!_entries.TryGetValue(id, out var entry)) return false;
            entry.MarkDeleted();
            return true;
        }
    }

    /// <summary>The stream, or the group, is gone: nothing that was read of it can be acknowledged any more.</summary>
    public void Forget()
    {
        OpenEntry[] forgotten;
        lock (_entries)
        {
            forgotten = [.. _entries.Values];
            _entries.Clear();
            _life++;
        }

        foreach (var entry in forgotten) entry.Close();
    }
}
