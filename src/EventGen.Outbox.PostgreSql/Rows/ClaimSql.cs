namespace EventGen.Outbox.PostgreSql;

/// <summary>The statements of a claim.</summary>
internal sealed class ClaimSql(TableNames names)
{
    /// <summary>The columns, in the order in which <see cref="RowReader"/> expects them.</summary>
    public const string Columns = "position, id, route, payload, metadata, timestamp, event_key, order_key, due, targets, crashes, state, origin";

    // A function is no bound for an index; the value of a subquery is.
    private const string Now = "(SELECT clock_timestamp())";

    /// <summary>Lets scheduled rows enter that are due, in the order of their time. $1 application, $2 routes, $3 how many. Returns one row for each.</summary>
    public string Promote { get; } =
        $"""
        WITH due AS MATERIALIZED (
                SELECT found.position, found.due FROM unnest($2) AS r (id) CROSS JOIN LATERAL (
                    SELECT o.position, o.due FROM {names.Outbox} AS o
                    WHERE o.state = -3 AND o.route = r.id AND o.due <= {Now} AND {RowPosition.IsInStateIndex("o")} ORDER BY o.due, o.position LIMIT $3 FOR UPDATE SKIP LOCKED) AS found
                ORDER BY found.due, found.position LIMIT $3),
            entering AS MATERIALIZED (
                SELECT position, {BatchSql.NextOf(names, "$1")} AS new FROM (SELECT * FROM due ORDER BY due, position) AS ordered),
            counted AS (INSERT INTO {names.Of("counts")} (application, pending, scheduled) SELECT $1, count(*), -count(*) FROM entering HAVING count(*) > 0)
        UPDATE {names.Outbox} AS o SET position = entering.new, state = CASE WHEN o.order_hash IS NULL THEN 0 ELSE -1 END
        FROM entering WHERE o.position = entering.position
        RETURNING 1
        """;

    /// <summary>Leases rows that take no part in ordering. $1 epoch, $2 routes, $3 how many.</summary>
    public string Unordered { get; } =
        $"""
        WITH due AS MATERIALIZED (
            SELECT found.position FROM unnest($2) AS r (id) CROSS JOIN LATERAL (
                SELECT o.position, o.due FROM {names.Outbox} AS o
                WHERE o.state = 0 AND o.route = r.id AND o.due <= {Now} AND {RowPosition.IsInStateIndex("o")} ORDER BY o.due, o.position LIMIT $3 FOR UPDATE SKIP LOCKED) AS found
            ORDER BY found.due, found.position LIMIT $3)
        UPDATE {names.Outbox} AS o SET state = $1, started = false FROM due WHERE o.position = due.position
        RETURNING {Qualified()}
        """;

    /// <summary>The rows whose key may be tried, in the order of their due time, without a lock. $1 routes, $2 how many.</summary>
    public string Candidates { get; } =
        $"""
        SELECT found.position, found.order_hash FROM unnest($1) AS r (id) CROSS JOIN LATERAL (
            SELECT o.position, o.due, o.order_hash FROM {names.Outbox} AS o
            WHERE o.state = -1 AND o.route = r.id AND o.due <= {Now} AND {RowPosition.IsInStateIndex("o")} ORDER BY o.due, o.position LIMIT $2) AS found
        ORDER BY found.due, found.position LIMIT $2
        """;

    /// <summary>Takes the keys that nobody holds. $1 epoch, $2 application, $3 hashes, sorted.</summary>
    public string TakeKeys { get; } =
        $"""
        INSERT INTO {names.Keys} (application, order_hash, epoch) SELECT $2, k.hash, $1 FROM unnest($3) AS k (hash) ORDER BY k.hash
        ON CONFLICT DO NOTHING RETURNING order_hash
        """;

    /// <summary>Who holds the keys, which stay as they are until the transaction has ended. $1 application, $2 hashes, sorted.</summary>
    public string LockKeys { get; } =
        $"SELECT order_hash, epoch FROM {names.Keys} WHERE application = $1 AND order_hash = ANY($2) ORDER BY order_hash FOR UPDATE";

    /// <summary>The first rows of each key that belong to nobody. $1 application, $2 hashes, $3 how many of each, $4 routes.</summary>
    public string FirstRows { get; } =
        $"""
        SELECT k.hash, found.position, found.due <= {Now} AND found.route = ANY($4), found.state FROM unnest($2) AS k (hash) CROSS JOIN LATERAL (
            SELECT o.position, o.due, o.route, o.state FROM {names.Outbox} AS o
            WHERE o.application = $1 AND o.order_hash = k.hash AND o.state IN (-1, -2) ORDER BY o.position LIMIT $3) AS found
        ORDER BY k.hash, found.position
        """;

    /// <summary>Leases rows by their position. $1 epoch, $2 positions.</summary>
    public string Lease { get; } =
        $"""
        UPDATE {names.Outbox} AS o SET state = $1, started = false WHERE o.position = ANY($2) AND o.state IN (-1, -2)
        RETURNING {Qualified()}
        """;

    /// <summary>Lets claims pass over rows until their key is released, or the row before them is gone. $1 positions.</summary>
    public string Block { get; } = $"UPDATE {names.Outbox} SET state = -2 WHERE position = ANY($1) AND state = -1";

    /// <summary>Lets claims find rows. $1 positions.</summary>
    public string Unblock { get; } = $"UPDATE {names.Outbox} SET state = -1 WHERE position = ANY($1) AND state = -2";

    /// <summary>When the next row of some routes is due, and what time it is. $1 routes, $2 when the claim began: what is due since then it has not seen.</summary>
    public string NextDue { get; } =
        $"""
        SELECT (SELECT min(found.due) FROM unnest($1) AS r (id) CROSS JOIN unnest(ARRAY[0, -1, -3]::bigint[]) AS s (state) CROSS JOIN LATERAL (
            SELECT o.due FROM {names.Outbox} AS o WHERE o.state = s.state AND o.route = r.id AND o.due > $2 AND {RowPosition.IsInStateIndex("o")} ORDER BY o.due LIMIT 1) AS found), clock_timestamp()
        """;

    private static string Qualified() => string.Join(", ", Columns.Split(", ").Select(static column => $"o.{column}"));
}
