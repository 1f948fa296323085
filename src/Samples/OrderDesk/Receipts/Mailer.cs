using System.Text;
using OrderDesk.Publishing;

namespace OrderDesk.Receipts;

/// <summary>The desk's mail: one line a message, in a file. Thread safe.</summary>
internal sealed class Mailer(LineFile file)
{
    public ValueTask SendAsync(string to, string text, CancellationToken cancellationToken) =>
        file.AppendAsync(Encoding.UTF8.GetBytes($"{to}: {text}"), cancellationToken);
}
