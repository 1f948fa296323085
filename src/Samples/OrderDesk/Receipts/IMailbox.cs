namespace OrderDesk.Receipts;

/// <summary>Where receipts go. Thread safe.</summary>
internal interface IMailbox
{
    /// <summary>Sends one.</summary>
    /// <param name="orderId">The order's, which has one receipt.</param>
    /// <param name="line">What is sent.</param>
    /// <param name="transaction">The transaction of the handler's attempt; <see langword="null"/> on a bus without an outbox.</param>
    /// <param name="cancellationToken">Cancels the sending. A receipt that has been written stays.</param>
    ValueTask SendAsync(Guid orderId, string line, OutboxTransaction? transaction, CancellationToken cancellationToken);
}
