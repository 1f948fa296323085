namespace EventGen.Tests;

/// <summary>What handlers did, in order. A payload carries one, so that tests that run at the same time share nothing. Thread safe.</summary>
public sealed class CallLog
{
    private readonly Lock _gate = new();
    private readonly List<string> _entries = [];

    public string[] Entries
    {
        get
        {
            lock (_gate) return [.. _entries];
        }
    }

    public void Add(string entry)
    {
        lock (_gate) _entries.Add(entry);
    }
}
