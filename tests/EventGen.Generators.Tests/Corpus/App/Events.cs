using System.Text.Json.Serialization;

namespace Corpus;

/// <summary>A customer placed an order.</summary>
[Event("order.placed")]
[PublishTo("broker")]
public sealed record OrderPlaced(Guid OrderId, [property: EventKey] string CustomerId, decimal Total, IReadOnlyList<OrderLine> Lines);

public sealed record OrderLine(string Sku, int Quantity);

[Event("order.cancelled", Version = 2)]
public sealed record OrderCancelled(Guid OrderId, string Reason);

[Event]
public readonly record struct Heartbeat(long Number, DateTimeOffset At);

[Event]
public sealed class PriceChanged
{
    public PriceChanged(string sku, decimal before, decimal after) => (Sku, Before, After) = (sku, before, after);

    [EventKey]
    public string Sku { get; }

    public decimal Before { get; }

    public decimal After { get; }
}

[Event]
public sealed record StockLow
{
    public required string Sku { get; init; }

    public int Left { get; init; }
}

[Event]
public readonly struct TemperatureRead(string sensor, double degrees)
{
    public string Sensor { get; } = sensor;

    public double Degrees { get; } = degrees;
}

[Event, Retry(3), HandlerTimeout("00:00:10")]
public record CustomerRegistered(int CustomerId, string Email);

[Event(AccessorName = "Renamed")]
public sealed record CustomerRenamedEvent(int CustomerId, string Before, string After);

[EventGroup("shipping")]
public interface IShippingEvent
{
    int ParcelId { get; }
}

[Event]
public sealed record ParcelSent(int ParcelId, string Carrier) : IShippingEvent;

[Event]
public sealed record ParcelLost(int ParcelId) : IShippingEvent;

[Event]
public sealed record ParcelReturned(int ParcelId, string? Reason = null) : IShippingEvent;

[EventGroup]
public interface IAccountEvent;

[Event]
public sealed record AccountOpened(int AccountId) : IAccountEvent;

[Event]
public sealed record AccountClosed(int AccountId) : IAccountEvent;

public static class Nested
{
    [Event("nested.done")]
    public sealed record Done(string What);
}

[JsonSerializable(typeof(OrderPlaced))]
public sealed partial class CorpusJson : JsonSerializerContext;
