using System.Collections.Concurrent;

namespace EventGen.Outbox.Sqlite.Tests.Shop;

/// <summary>What has been handled, by run.</summary>
internal static class Sales
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<int>> s_sold = new();

    public static ConcurrentQueue<int> Of(string run) => s_sold.GetOrAdd(run, static _ => new());

    [Subscribe(Name = "sales")]
    public static void Sell(Sold e) => Of(e.Run).Enqueue(e.Number);
}
