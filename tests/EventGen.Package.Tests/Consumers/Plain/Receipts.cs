using EventGen;

namespace Plain;

/// <summary>Sends receipts.</summary>
public sealed class Receipts
{
    private int _sent;

    /// <summary>Sends one.</summary>
    [Subscribe]
    public async ValueTask SendAsync(OrderPlaced order, EventContext context)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(context);
        await Task.Yield();
        Console.WriteLine($"receipt {++_sent} for {order.Customer} from {context.EventId}");
    }
}
