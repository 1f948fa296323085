using System.Collections.Concurrent;
using System.Data.Common;

namespace EventGen.Outbox.Sqlite.Tests.Shop;

/// <summary>A durable event whose handler ends its transaction itself, and fails.</summary>
[Event("returned"), Durable]
internal sealed record Returned(string Run);

internal sealed class ReturnedHandler(OutboxTransaction transaction)
{
    /// <summary>The connections that were used, by run.</summary>
    public static ConcurrentDictionary<string, DbConnection> Connections { get; } = new();

    [Subscribe(Name = "take back")]
    public async Task TakeBackAsync(Returned e, CancellationToken cancellationToken)
    {
        await transaction.BeginAsync(cancellationToken);
        Connections[e.Run] = transaction.Connection;
        await using var command = transaction.Connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction.Transaction, "COMMIT");
        await command.ExecuteNonQueryAsync(cancellationToken);
        throw new InvalidOperationException("It is not taken back.");
    }
}
