using System.Collections.Concurrent;

namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>What has been handled, by run.</summary>
internal static class Seen
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<int>> s_placed = new();
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<int>> s_noticed = new();

    private static readonly ConcurrentDictionary<string, ConcurrentQueue<object>> s_triggered = new();

    public static ConcurrentQueue<int> Placed(string run) => s_placed.GetOrAdd(run, static _ => new());

    public static ConcurrentQueue<int> Noticed(string run) => s_noticed.GetOrAdd(run, static _ => new());

    public static ConcurrentQueue<object> Triggered(string run) => s_triggered.GetOrAdd(run, static _ => new());

    [Subscribe(Name = "placed")]
    public static void On(OrderPlaced e) => Placed(e.Run).Enqueue(e.Number);

    [Subscribe(Name = "noticed")]
    public static void On(OrderNoticed e) => Noticed(e.Run).Enqueue(e.Number);

    [Subscribe(Name = "triggered")]
    public static void On(InvoiceChanged e) => Triggered(e.Run).Enqueue(e);

    [Subscribe(Name = "triggered")]
    public static void On(InvoiceNoticed e) => Triggered(e.Run).Enqueue(e);

    [Subscribe(Name = "triggered")]
    public static void On(PaymentChanged e) => Triggered(e.Run).Enqueue(e);

    [Subscribe(Name = "triggered")]
    public static void On(CardCharged e) => Triggered(e.Run).Enqueue(e);

    [Subscribe(Name = "triggered")]
    public static void On(DocumentChanged e) => Triggered(e.Run).Enqueue(e);
}
