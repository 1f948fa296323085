using System.Text.Json.Serialization;

namespace VersionProgram;

/// <summary>An order, whose total has a currency.</summary>
[Event("order.placed", Version = 2), Durable, PublishTo("redis")]
public sealed record OrderPlaced([property: EventKey] string Customer, Money Total)
{
    public static OrderPlaced Of(string customer) => new(customer, new Money(7, "CHF"));

    public override string ToString() => $"{Customer} {Total.Amount} {Total.Currency}";

    public sealed record V1(string Customer, decimal Total);

    [EventUpgrade]
    public static OrderPlaced From(V1 old) => new(old.Customer, new Money(old.Total, "EUR"));
}

public sealed record Money(decimal Amount, string Currency);

[JsonSerializable(typeof(OrderPlaced)), JsonSerializable(typeof(OrderPlaced.V1), TypeInfoPropertyName = "OrderPlacedV1")]
internal sealed partial class ProgramJson : JsonSerializerContext;
