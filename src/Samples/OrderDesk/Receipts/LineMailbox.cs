using System.Text;
using OrderDesk.Publishing;

namespace OrderDesk.Receipts;

/// <summary>One line a receipt, in a file.</summary>
internal sealed class LineMailbox(LineFile file) : IMailbox
{
    public ValueTask SendAsync(Guid orderId, string line, OutboxTransaction? transaction, CancellationToken cancellationToken) =>
        file.AppendAsync(Encoding.UTF8.GetBytes(line), cancellationToken);
}
