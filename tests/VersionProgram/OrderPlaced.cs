using System.Text.Json.Serialization;

namespace VersionProgram;

/// <summary>An order, whose total is a number.</summary>
[Event("order.placed"), Durable, PublishTo("redis")]
public sealed record OrderPlaced([property: EventKey] string Customer, decimal Total)
{
    public static OrderPlaced Of(string customer) => new(customer, 5);

    public override string ToString() => $"{Customer} {Total}";
}

[JsonSerializable(typeof(OrderPlaced))]
internal sealed partial class ProgramJson : JsonSerializerContext;
