using ShopApi.Orders;

namespace ShopApi.Receipts;

/// <summary>Writes a receipt for each order that is paid, and mails it.</summary>
internal static class ReceiptDesk
{
    /// <summary>
    /// Exactly once: the receipt, the event that its trigger fires and the note that this handler has had the event are committed in one transaction.
    /// </summary>
    [Subscribe]
    public static async Task WriteAsync(OrderPaid paid, ShopDb db, CancellationToken cancellationToken)
    {
        db.Receipts.Add(new Receipt { OrderId = paid.OrderId, Customer = paid.Customer, Total = paid.Total });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>At least once: if the process dies after the mail and before the bus has noted it, the mail goes out again, under the same number.</summary>
    [Subscribe]
    public static Task MailAsync(ReceiptWritten receipt, IMailer mailer, CancellationToken cancellationToken) =>
        mailer.SendAsync(receipt.Customer, FormattableString.Invariant($"receipt {receipt.Id} for order {receipt.OrderId}: {receipt.Total:0.00}"), cancellationToken);
}
