namespace OutboxProgram;

/// <summary>Writes each booking down, in the transaction that marks it as handled.</summary>
public sealed class Ledger(OutboxTransaction transaction)
{
    [Subscribe(Name = "ledger"), Retry(5, Delay = "00:00:00.05")]
    public Task WriteAsync(Booked e, CancellationToken cancellationToken)
    {
        Trial.DieOf("ledger", e.Number);
        return Trial.WriteEffectAsync(transaction, e.Number, cancellationToken);
    }
}
