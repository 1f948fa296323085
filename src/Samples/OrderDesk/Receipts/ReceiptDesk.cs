using System.Globalization;
using OrderDesk.Orders;

namespace OrderDesk.Receipts;

/// <summary>Sends each customer a receipt. The event is keyed by customer, so each gets theirs in the order of their orders.</summary>
internal sealed class ReceiptDesk(IMailbox mailbox)
{
    [Subscribe(Order = 20, Lifetime = HandlerLifetime.Singleton)]
    public ValueTask SendAsync(OrderPlaced order, OutboxTransaction? transaction, CancellationToken cancellationToken)
    {
        decimal total = order.Quantity * order.UnitPrice;
        string receipt = string.Create(
            CultureInfo.InvariantCulture, $"{order.CustomerId}: {order.OrderId}: {order.Quantity} x {order.Sku} at {order.UnitPrice:0.00} = {total:0.00}");
        return mailbox.SendAsync(order.OrderId, receipt, transaction, cancellationToken);
    }
}
