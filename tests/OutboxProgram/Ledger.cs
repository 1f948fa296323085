using System.Diagnostics;
using System.Globalization;

namespace OutboxProgram;

/// <summary>Writes each booking down, in the transaction that marks it as handled.</summary>
public sealed class Ledger(OutboxTransaction transaction)
{
    /// <summary>The number that ends the process, as an event does that its handler cannot bear.</summary>
    public static int? Poison { get; set; }

    [Subscribe(Name = "ledger"), Retry(5, Delay = "00:00:00.05")]
    public async Task WriteAsync(Booked e, CancellationToken cancellationToken)
    {
        if (e.Number == Poison) Process.GetCurrentProcess().Kill();
        await transaction.BeginAsync(cancellationToken);
        await using var command = transaction.Connection.CreateCommand();
        command.Transaction = transaction.Transaction;
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"INSERT INTO effects (id) VALUES ('{e.Number}')");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
