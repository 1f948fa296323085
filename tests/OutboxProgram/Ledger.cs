using System.Globalization;

namespace OutboxProgram;

/// <summary>Writes each booking down, in the transaction that marks it as handled.</summary>
public sealed class Ledger(OutboxTransaction transaction)
{
    [Subscribe(Name = "ledger"), Retry(5, Delay = "00:00:00.05")]
    public async Task WriteAsync(Booked e, CancellationToken cancellationToken)
    {
        await transaction.BeginAsync(cancellationToken);
        await using var command = transaction.Connection.CreateCommand();
        command.Transaction = transaction.Transaction;
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"INSERT INTO effects (id) VALUES ('{e.Number}')");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
