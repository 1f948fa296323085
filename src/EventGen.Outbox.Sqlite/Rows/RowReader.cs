namespace EventGen.Outbox.Sqlite;

/// <summary>Reads whole rows.</summary>
internal static class RowReader
{
    /// <summary>The columns, in the order in which <see cref="Read"/> expects them.</summary>
    public const string Columns = "position, id, route, payload, metadata, timestamp, event_key, order_key, due, targets, crashes, state, origin";

    /// <summary>The statement's current row.</summary>
    public static OutboxRow Read(SqliteStatement row)
    {
        long state = row.Int64(11);
        return new OutboxRow
        {
            Position = row.Int64(0),
            Id = row.Id(1),
            Route = (int)row.Int64(2),
            Payload = row.Blob(3),
            Metadata = row.Blob(4),
            Timestamp = StoreTime.Read(row.Int64(5)),
            Key = row.Text(6),
            OrderKey = row.Text(7),
            Due = StoreTime.Read(row.Int64(8)),
            Targets = row.Blob(9),
            Crashes = (int)row.Int64(10),
            Owner = state > 0 ? state : null,
            Origin = row.NullableInt64(12),
        };
    }
}
