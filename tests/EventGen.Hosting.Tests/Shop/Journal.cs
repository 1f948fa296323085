using System.Collections.Concurrent;

namespace EventGen.Hosting.Tests.Shop;

/// <summary>What handlers and services did, in order. Thread safe.</summary>
internal sealed class Journal
{
    private readonly ConcurrentQueue<string> _entries = new();
    private int _scopes;

    public IReadOnlyList<string> Entries => [.. _entries];

    public void Write(string entry) => _entries.Enqueue(entry);

    public int NumberScope() => Interlocked.Increment(ref _scopes);
}
