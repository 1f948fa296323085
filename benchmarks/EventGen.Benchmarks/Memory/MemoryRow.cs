namespace EventGen.Benchmarks.Memory;

/// <summary>What one of many things keeps in memory, beside the same of others.</summary>
/// <param name="Name">The thing.</param>
/// <param name="Count">How many are made.</param>
/// <param name="Subject">Makes one of EventGen's, by number.</param>
/// <param name="Peers">The same of others, by name.</param>
internal sealed record MemoryRow(string Name, int Count, Func<int, object> Subject, params (string Name, Func<int, object> Make)[] Peers)
{
    /// <summary>How many parts each is made of, of which the bytes are told.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>Measures the bytes of each that stay as long as it is kept; what a first one brings along is not counted.</summary>
    public string Measure()
    {
        var peers = Peers.Select(peer => FormattableString.Invariant($"{peer.Name} {BytesOf(peer.Make):N0}"));
        return FormattableString.Invariant($"| {Name} | {BytesOf(Subject):N0} | {string.Join(", ", peers)} |");
    }

    private double BytesOf(Func<int, object> make)
    {
        var kept = new object[Count];
        for (int i = 0; i < kept.Length / 10; i++) kept[i] = make(i);
        Release(kept);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < kept.Length; i++) kept[i] = make(i);
        double bytes = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / kept.Length / Parts;
        Release(kept);
        return bytes;
    }

    private static void Release(object[] kept)
    {
        foreach (var one in kept)
        {
            if (one is IDisposable disposable) disposable.Dispose();
        }

        Array.Clear(kept);
    }
}
