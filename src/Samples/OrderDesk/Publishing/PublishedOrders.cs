using System.Globalization;
using OrderDesk.Orders;

namespace OrderDesk.Publishing;

/// <summary>How many orders each of the desk's publishers has taken.</summary>
internal sealed class PublishedOrders
{
    private readonly (string Publisher, long Orders)[] _taken;

    /// <param name="bus">Has been measured from its start on.</param>
    public PublishedOrders(EventBus bus)
    {
        var order = bus.Topic<OrderPlaced>().Descriptor;
        var measured = bus.Statistics.Find(order.Id)?.Targets.Where(static target => target.IsPublisher).ToDictionary(static target => target.Name, static target => target.Attempts - target.Failed) ?? [];
        _taken = [.. order.Publishers.Select(publisher => (publisher, measured.GetValueOrDefault(publisher)))];
    }

    /// <summary>How many the publisher has that took the fewest.</summary>
    public long Everywhere => _taken.Min(static taken => taken.Orders);

    /// <summary>Those of each, where there are several.</summary>
    public override string ToString() =>
        _taken.Length == 1 ? "" : string.Join(", ", _taken.Select(static taken => string.Create(CultureInfo.InvariantCulture, $"{taken.Publisher} {taken.Orders:N0}")));
}
