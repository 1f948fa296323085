namespace EventGen.AotSmoke.Invoices;

/// <summary>Enters each invoice in a table, in the transaction that marks the event as handled.</summary>
internal static class Accounts
{
    private static volatile bool s_isOpen;
    private static int s_refused;

    /// <summary>Whether anything can be entered now.</summary>
    public static bool IsOpen { get => s_isOpen; set => s_isOpen = value; }

    /// <summary>How many entries were tried while it was closed.</summary>
    public static int Refused => Volatile.Read(ref s_refused);

    [Subscribe(Name = "accounts"), Retry(1000, Delay = "00:00:00.050", MaxDelay = "00:00:00.100")]
    internal static async Task EnterAsync(InvoiceSent invoice, OutboxTransaction transaction, CancellationToken cancellationToken)
    {
        await transaction.BeginAsync(cancellationToken);
        await using var command = transaction.Connection.CreateCommand();
        command.Transaction = transaction.Transaction;
        command.CommandText = $"INSERT INTO entries (line) VALUES ('invoice {invoice.Number} of {invoice.Customer}')";
        await command.ExecuteNonQueryAsync(cancellationToken);
        if (IsOpen) return;
        Interlocked.Increment(ref s_refused);
        throw new InvalidOperationException("closed, and what was entered is taken back");
    }
}
