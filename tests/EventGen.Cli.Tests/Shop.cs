using System.Text.Json.Serialization;

namespace EventGen.Cli.Tests;

/// <summary>What an amount is in.</summary>
public enum Currency
{
    Euro,
    Dollar,
}

/// <summary>An amount.</summary>
public sealed record Money(decimal Amount, [property: JsonConverter(typeof(JsonStringEnumConverter<Currency>))] Currency Currency);

[JsonDerivedType(typeof(Card), "card")]
[JsonDerivedType(typeof(Transfer), "transfer")]
public abstract record Payment;

public sealed record Card(string Last4) : Payment;

public sealed record Transfer(string Iban) : Payment;

[EventGroup("sales")]
public interface ISale;

/// <summary>A customer placed an order.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Who placed it.</param>
/// <example>{ "OrderId": "6f9619ff-8b86-d011-b42d-00c04fc964ff", "CustomerId": "c-7", "Total": { "Amount": 42, "Currency": "Euro" }, "Paid": { "$type": "card", "Last4": "1234" }, "Lines": [] }</example>
[Event("order.placed")]
[PublishTo("queue")]
public sealed record OrderPlaced(Guid OrderId, [property: EventKey] string CustomerId, Money Total, Payment? Paid, IReadOnlyList<string> Lines, [property: Sensitive] string Note = "") : ISale
{
    /// <summary>Where it came from.</summary>
    /// <example>web</example>
    public string? Channel { get; init; }
}

[Event("stock.low")]
public sealed record StockLow(string Sku);

[Event("stock.ordered", Version = 2)]
[PublishTo("queue")]
[PublishTo("archive")]
public sealed record StockOrdered(string Sku, int Quantity);

[JsonSerializable(typeof(OrderPlaced))]
[JsonSerializable(typeof(StockOrdered))]
public sealed partial class ShopJson : JsonSerializerContext;

public static class Warehouse
{
    [Subscribe(Order = 1)]
    public static void Reserve(OrderPlaced order) => Check(order.CustomerId);

    [Subscribe(Name = "reorder")]
    public static async Task OrderAsync(StockLow low)
    {
        await Task.Yield();
        await Events.StockOrdered.EmitAsync(new StockOrdered(low.Sku, 10));
    }

    // Ordered, it may be low again: a circle.
    [Subscribe]
    public static void Receive(StockOrdered ordered)
    {
        Action receive = () => Check(ordered.Sku);
        receive();
    }

    [Subscribe]
    public static void Count(ISale sale)
    {
    }

    private static void Check(string sku)
    {
        if (sku.Length > 100) Events.StockLow.Emit(sku);
    }
}

public static class Till
{
    public static Task SellAsync(OrderPlaced order) => Events.OrderPlaced.EmitAsync(order).AsTask();

    public static Func<Task> Refill() => static async () => await Events.StockLow.EmitAsync(new StockLow("paper"));
}
