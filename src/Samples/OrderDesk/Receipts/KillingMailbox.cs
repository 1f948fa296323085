using System.Diagnostics;

namespace OrderDesk.Receipts;

/// <summary>Kills the process, as <c>kill -9</c> does, while it sends a receipt: written, and not committed.</summary>
/// <param name="mailbox">Sends the receipts until then.</param>
/// <param name="after">How many are sent before.</param>
internal sealed class KillingMailbox(IMailbox mailbox, long after) : IMailbox
{
    private long _sent;

    public async ValueTask SendAsync(Guid orderId, string line, OutboxTransaction? transaction, CancellationToken cancellationToken)
    {
        await mailbox.SendAsync(orderId, line, transaction, cancellationToken);
        if (Interlocked.Increment(ref _sent) <= after) return;
        using var process = Process.GetCurrentProcess();
        process.Kill();
    }
}
