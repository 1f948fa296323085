namespace OutboxProgram;

/// <summary>What was the ledger: under its old name it gets the events that were accepted for that.</summary>
public sealed class Bookkeeper(OutboxTransaction transaction)
{
    [Subscribe(Name = "ledger"), Retry(5, Delay = "00:00:00.05")]
    public Task BookAsync(Booked e, CancellationToken cancellationToken) => Trial.WriteEffectAsync(transaction, e.Number, cancellationToken);
}
