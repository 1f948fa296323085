using OrderDesk.Receipts;

namespace OrderDesk.Serving;

/// <summary>Sends receipts over a mail server that is away for some seconds of each minute, so that there are failures to look at.</summary>
/// <param name="mailbox">Sends them at other times.</param>
internal sealed class UnreliableMailbox(IMailbox mailbox) : IMailbox
{
    private const int Period = 30;
    private const int Away = 4;

    public ValueTask SendAsync(Guid orderId, string line, OutboxTransaction? transaction, CancellationToken cancellationToken)
    {
        // For one order in eight alone: the receipts of the others go another way.
        bool isAway = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % Period < Away && orderId.GetHashCode() % 8 == 0;
        return isAway ? throw new IOException("The mail server does not answer: 421 try again later") : mailbox.SendAsync(orderId, line, transaction, cancellationToken);
    }
}
