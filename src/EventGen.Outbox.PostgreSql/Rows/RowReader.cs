using Npgsql;

namespace EventGen.Outbox.PostgreSql;

/// <summary>Reads whole rows.</summary>
internal static class RowReader
{
    /// <summary>The reader's current row, with the columns of <see cref="ClaimSql.Columns"/>.</summary>
    public static OutboxRow Read(NpgsqlDataReader row)
    {
        long state = row.GetInt64(11);
        return new OutboxRow
        {
            Position = row.GetInt64(0),
            Id = row.GetGuid(1),
            Route = row.GetInt32(2),
            Payload = Bytes(row, 3),
            Metadata = Bytes(row, 4),
            Timestamp = row.GetFieldValue<DateTimeOffset>(5),
            Key = Text(row, 6),
            OrderKey = Text(row, 7),
            Due = row.GetFieldValue<DateTimeOffset>(8),
            Targets = Bytes(row, 9),
            Crashes = row.GetInt32(10),
            Owner = state > 0 ? state : null,
            Origin = row.IsDBNull(12) ? null : row.GetInt64(12),
        };
    }

    private static byte[] Bytes(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? [] : row.GetFieldValue<byte[]>(column);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
