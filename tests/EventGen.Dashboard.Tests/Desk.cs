using System.Text.Json.Serialization;

namespace EventGen.Dashboard.Tests;

/// <summary>A customer placed an order.</summary>
[Event("order.placed"), Durable]
[PublishTo("board")]
public sealed record OrderPlaced(int Number, [property: EventKey] string Customer, string Note = "")
{
    /// <summary>A value that no screen may show.</summary>
    public const string PlantedCard = "planted-card";

    /// <summary>What it was paid with.</summary>
    [Sensitive]
    public string Card { get; init; } = PlantedCard;
}

/// <summary>A receipt was sent.</summary>
[Event("receipt.sent")]
[PublishTo("board")]
public sealed record ReceiptSent(int Number);

/// <summary>Nobody counts here.</summary>
[Event("stock.counted")]
public sealed record StockCounted(int Number);

[JsonSerializable(typeof(OrderPlaced))]
[JsonSerializable(typeof(StockCounted))]
[JsonSerializable(typeof(ReceiptSent))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
public sealed partial class DeskJson : JsonSerializerContext;

public static class Desk
{
    public const string Failure = "<img src=x onerror=\"document.title='run'\"> has no address";

    /// <summary>Whether receipts cannot be sent.</summary>
    public static volatile bool IsClosed;

    [Subscribe(Order = 1)]
    public static async Task SendReceipt(OrderPlaced order)
    {
        if (IsClosed || order.Note.StartsWith("fail", StringComparison.Ordinal)) throw new InvalidOperationException(Failure);
        await EventBus.Current.Topic<ReceiptSent>().EmitAsync(new ReceiptSent(order.Number));
    }

    [Subscribe(Name = "<script>document.title='run'</script>")]
    public static void Note(ReceiptSent sent)
    {
    }
}
