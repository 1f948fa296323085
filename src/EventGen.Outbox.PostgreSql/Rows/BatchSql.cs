namespace EventGen.Outbox.PostgreSql;

/// <summary>The statements of a batch. They run in one round trip, in one transaction, in the order in which they stand here.</summary>
internal sealed class BatchSql(TableNames names)
{
    // Routes are numbered from 1.
    private const int NoRoute = 0;

    /// <summary>Has the statements that follow in the transaction look things up in indexes, one by one.</summary>
    public const string UseIndexes = "set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true)";

    /// <summary>Has all that follows on the connection look things up in indexes, one by one.</summary>
    /// <remarks>
    /// The tables are queues: between two vacuums most of their pages hold what was delivered. The planner takes that for a small table that is read fastest as a whole, and
    /// a bitmap scan does not mark the dead entries of an index, which the next look then meets again: both were seen to become slower with each thousand of events.
    /// With that there is one plan for each statement, which need not be made again for each batch.
    /// </remarks>
    public const string UseIndexesAlways = "SET enable_seqscan = off; SET enable_bitmapscan = off; SET jit = off; SET plan_cache_mode = force_generic_plan";

    /// <summary>Takes <see cref="UseIndexesAlways"/> back.</summary>
    public const string UseAnything = "RESET enable_seqscan; RESET enable_bitmapscan; RESET jit; RESET plan_cache_mode";

    /// <summary>
    /// What most batches are, in one statement: removes settled rows, and writes rows that are delivered from memory. $1 epoch, $2 application, $3 positions to remove, then arrays: $4 position, $5 id,
    /// $6 route, $7 payload, $8 metadata, $9 timestamp. Returns the time, if the lease is held; positions that were removed; positions that were written, which is none without the lease.
    /// </summary>
    /// <remarks>Nothing asks whether a position is free: one that another row has is an error, and the batch is written in another way.</remarks>
    public string Plain { get; } = PlainOf(names, counted: "");

    /// <summary>Does what <see cref="Plain"/> does, where some of the rows that are removed were not delivered from memory, and so are counted.</summary>
    public string PlainCounted { get; } = PlainOf(
        names,
        counted:
        $"""

            counted AS (INSERT INTO {names.Of("counts")} (application, pending, scheduled) SELECT $2, -count(*), 0 FROM removed WHERE {RowPosition.IsInIdIndex()} HAVING count(*) > 0),
        """);

    /// <summary>
    /// Does what <see cref="Plain"/> does for one row, as a lone caller has it: without arrays, and without parts of an answer to be put together, it costs the server less. $1 epoch, $2 application,
    /// $3 position, $4 id, $5 route, $6 payload, $7 metadata, $8 timestamp. Writes nothing without the lease.
    /// </summary>
    public string PlainOne { get; } = OneOf(names);

    /// <summary>Does what <see cref="PlainOne"/> does, and removes settled rows. $9 their positions. Returns the time and those that were removed; no row without the lease.</summary>
    public string PlainOneSettling { get; } =
        $"""
        WITH removed AS (DELETE FROM {names.Outbox} WHERE position = ANY($9) AND {IsMine("state")} RETURNING position)
        {OneOf(names)}
        RETURNING entered, ARRAY(SELECT position FROM removed)
        """;

    /// <summary>Writes rows that are delivered from memory, if the lease is held. $1 epoch, $2 application, then arrays as $4 and on of <see cref="Plain"/>. Returns the positions.</summary>
    public string InsertFromMemory { get; } =
        $"""
        INSERT INTO {names.Outbox} (position, application, id, state, route, due, entered, timestamp, origin, metadata, payload)
        SELECT n.position, $2, n.id, $1, n.route, lease.now, lease.now, n.timestamp, $1, n.metadata, n.payload
        FROM unnest($3, $4, $5, $6, $7, $8) AS n (position, id, route, payload, metadata, timestamp),
            (SELECT clock_timestamp() AS now FROM {names.Instances} WHERE epoch = $1) AS lease
        RETURNING position
        """;

    /// <summary>
    /// Writes rows that are leased to this instance in any case, in one statement: a client that blocks sends no more than the first of several on its own thread. $1 epoch, $2 application,
    /// then arrays: $3 position from memory, $4 id, $5 route, $6 payload, $7 metadata, $8 timestamp, $9 key, $10 order key, $11 its hash; $12 channel. Returns the time, if the lease is held, and
    /// id, position and state of those that were written.
    /// </summary>
    public string Lease { get; } =
        $"""
        WITH lease AS MATERIALIZED (SELECT epoch, clock_timestamp() AS now FROM {names.Instances} WHERE epoch = $1 FOR KEY SHARE),
            clock AS MATERIALIZED (SELECT clock_timestamp() AS now),
            written AS (
                INSERT INTO {names.Outbox} (position, application, id, state, route, due, entered, timestamp, event_key, order_key, order_hash, origin, metadata, payload)
                SELECT CASE WHEN n.hash IS NULL AND lease.epoch IS NOT NULL THEN n.position ELSE {NextOf(names, "$2")} END,
                    $2, n.id, coalesce(lease.epoch, CASE WHEN n.hash IS NULL THEN 0 ELSE -1 END), n.route, clock.now, clock.now, n.timestamp,
                    n.event_key, n.order_key, n.hash, $1, n.metadata, n.payload
                FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11) AS n (position, id, route, payload, metadata, timestamp, event_key, order_key, hash), clock LEFT JOIN lease ON true
                RETURNING id, position, state),
            counted AS (INSERT INTO {names.Of("counts")} (application, pending, scheduled) SELECT $2, count(*), 0 FROM written WHERE {RowPosition.IsInIdIndex()} HAVING count(*) > 0),
            told AS MATERIALIZED (SELECT pg_notify($12, '') FROM written WHERE state <= 0 LIMIT 1)
        SELECT now, NULL::uuid, NULL::bigint, NULL::bigint FROM lease
        UNION ALL SELECT NULL, id, position, state + 0 * (SELECT count(*) FROM told) FROM written
        """;

    /// <summary>
    /// Keeps the instance from being taken over until the transaction has ended. $1 epoch. No row: the epoch was ended, and the statements that follow lease and
    /// settle nothing.
    /// </summary>
    public string HoldLease { get; } = $"SELECT clock_timestamp() FROM {names.Instances} WHERE epoch = $1 FOR KEY SHARE";

    /// <summary>Marks rows as started. $1 epoch, $2 positions.</summary>
    public string Start { get; } = $"UPDATE {names.Outbox} SET started = true WHERE position = ANY($2) AND {IsMine("state")}";

    /// <summary>Keeps the dead letters of rows that are leased. $1 epoch, $2 application, $3 positions, $4 and on: the columns.</summary>
    public string PutDeadLetters { get; } =
        $"""
        INSERT INTO {names.DeadLetters} (application, id, kind, event_id, target, emission_id, exception_type, last_failure, body)
        SELECT $2, d.id, d.kind, d.event_id, d.target, d.emission_id, d.exception_type, d.last_failure, d.body
        FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11) AS d (position, id, kind, event_id, target, emission_id, exception_type, last_failure, body)
        WHERE EXISTS (SELECT 1 FROM {names.Outbox} AS o WHERE o.position = d.position AND {IsMine("o.state")})
        ON CONFLICT (application, id) DO UPDATE SET kind = excluded.kind, event_id = excluded.event_id, target = excluded.target,
            emission_id = excluded.emission_id, exception_type = excluded.exception_type, last_failure = excluded.last_failure, body = excluded.body
        """;

    /// <summary>Removes settled rows. $1 epoch, $2 application, $3 positions, $4 those of them that leave a mark. Returns the positions.</summary>
    public string Remove { get; } =
        $"""
        WITH removed AS (DELETE FROM {names.Outbox} WHERE position = ANY($3) AND {IsMine("state")} RETURNING position, id),
            counted AS (INSERT INTO {names.Of("counts")} (application, pending, scheduled) SELECT $2, -count(*), 0 FROM removed WHERE {RowPosition.IsInIdIndex()} HAVING count(*) > 0),
            marked AS (INSERT INTO {names.Inbox} (application, id, target, time)
                SELECT $2, id, '', clock_timestamp() FROM removed WHERE position = ANY($4) ORDER BY id ON CONFLICT DO NOTHING)
        SELECT position FROM removed
        """;

    /// <summary>
    /// Changes rows. One that was delivered from memory and is released gets a place among those that wait for a claim. $1 epoch, then arrays: $2 position, $3 route, $4 targets, $5 is released,
    /// $6 due or null, $7 leaves the order; $8 application. Returns the positions.
    /// </summary>
    public string Change { get; } =
        $"""
        WITH changed AS (
                UPDATE {names.Outbox} AS o SET
                    position = CASE WHEN c.released AND NOT {RowPosition.IsInIdIndex("o")} THEN {NextOf(names, "$8")} ELSE o.position END,
                    route = c.route,
                    targets = c.targets,
                    order_key = CASE WHEN c.leaves THEN NULL ELSE o.order_key END,
                    order_hash = CASE WHEN c.leaves THEN NULL ELSE o.order_hash END,
                    state = CASE WHEN NOT c.released THEN o.state WHEN c.leaves OR o.order_hash IS NULL THEN 0 ELSE -1 END,
                    due = CASE WHEN c.released THEN coalesce(c.due, o.due) ELSE o.due END,
                    started = o.started AND NOT c.released
                FROM unnest($2, $3, $4, $5, $6, $7) AS c (position, route, targets, released, due, leaves)
                WHERE o.position = c.position AND {IsMine("o.state")}
                RETURNING c.position, o.position <> c.position AS is_moved),
            counted AS (INSERT INTO {names.Of("counts")} (application, pending, scheduled) SELECT $8, count(*), 0 FROM changed WHERE is_moved HAVING count(*) > 0)
        SELECT position FROM changed
        """;

    /// <summary>
    /// Takes keys that nobody holds and of which nothing waits. $1 epoch, $2 application, $3 hashes, sorted, for no two transactions may wait for each other. Returns those that
    /// were taken.
    /// </summary>
    public string TakeKeys { get; } =
        $"""
        INSERT INTO {names.Keys} (application, order_hash, epoch)
        SELECT $2, k.hash, $1 FROM unnest($3) AS k (hash)
        WHERE EXISTS (SELECT 1 FROM {names.Instances} WHERE epoch = $1)
            AND NOT EXISTS (SELECT 1 FROM {names.Outbox} AS o WHERE o.application = $2 AND o.order_hash = k.hash AND o.state IN (-1, -2))
        ORDER BY k.hash
        ON CONFLICT DO NOTHING
        RETURNING order_hash
        """;

    /// <summary>
    /// Writes rows. $1 epoch, $2 application, $3 channel, then arrays: $4 id, $5 route, $6 payload, $7 metadata, $8 timestamp, $9 key, $10 order key, $11 its hash, $12 due or null,
    /// $13 mode, $14 lease, $15 position from memory. Returns id, position and state of those that were written.
    /// </summary>
    /// <remarks>The plan is made once, perhaps of empty tables, where EXISTS would become one read of all that the application has. What is selected is looked for by each id.</remarks>
    public string Insert { get; } =
        $"""
        WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now),
            lease AS MATERIALIZED (SELECT EXISTS (SELECT 1 FROM {names.Instances} WHERE epoch = $1) AS holds),
            given AS MATERIALIZED (
                SELECT n.*, coalesce(n.due, clock.now) AS first_due,
                    CASE
                        WHEN n.due > clock.now THEN -3
                        WHEN lease.holds AND n.lease = 2 THEN $1
                        WHEN n.hash IS NULL THEN CASE WHEN lease.holds AND n.lease = 1 THEN $1 ELSE 0 END
                        WHEN lease.holds AND n.lease = 1
                            AND EXISTS (SELECT 1 FROM {names.Keys} AS k WHERE k.application = $2 AND k.order_hash = n.hash AND k.epoch = $1)
                            AND NOT EXISTS (SELECT 1 FROM {names.Outbox} AS o WHERE o.application = $2 AND o.order_hash = n.hash AND o.state IN (-1, -2)) THEN $1
                        ELSE -1
                    END AS state
                FROM unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) WITH ORDINALITY
                    AS n (id, route, payload, metadata, timestamp, event_key, order_key, hash, due, mode, lease, memory, number), clock, lease
                WHERE n.mode = 0
                    OR (SELECT 1 FROM {names.Outbox} AS o WHERE o.application = $2 AND o.id = n.id AND {RowPosition.IsInIdIndex("o")} LIMIT 1) IS NULL
                    AND (SELECT 1 FROM {names.Outbox} AS o WHERE o.position = n.memory AND o.id = n.id) IS NULL
                    AND (SELECT 1 FROM {names.DeadLetters} AS d WHERE d.application = $2 AND d.emission_id = n.id AND {AcceptedEmissions.IsAccepted("d")} LIMIT 1) IS NULL
                    AND (SELECT 1 FROM {names.Inbox} AS i WHERE i.application = $2 AND i.id = n.id LIMIT 1) IS NULL
                ORDER BY n.number),
            written AS (
                INSERT INTO {names.Outbox} (position, application, id, state, route, due, entered, timestamp, event_key, order_key, order_hash, origin, metadata, payload)
                SELECT CASE WHEN state = -3 THEN 1::bigint << 47 ELSE 0 END + {NextOf(names, "$2")},
                    $2, id, state, route, first_due, first_due, timestamp, event_key, order_key, hash, nullif($1, 0), metadata, payload
                FROM given
                ON CONFLICT (application, id) WHERE {RowPosition.IsInIdIndex()} DO NOTHING
                RETURNING id, position, state),
            counted AS (
                INSERT INTO {names.Of("counts")} (application, pending, scheduled)
                SELECT $2, count(*) FILTER (WHERE state <> -3), count(*) FILTER (WHERE state = -3) FROM written HAVING count(*) > 0),
            marked AS (
                INSERT INTO {names.Inbox} (application, id, target, time)
                SELECT $2, id, '', now FROM written JOIN given USING (id), clock WHERE mode = 2 ORDER BY id ON CONFLICT DO NOTHING),
            told AS (SELECT pg_notify($3, '') FROM written WHERE written.state IN (0, -1) LIMIT 1)
        SELECT written.id, written.position, written.state, (SELECT count(*) FROM told) FROM written
        """;

    /// <summary>
    /// Waits for those who write rows under the same ids at this moment, to be delivered from memory: the index of ids has not these. $1 application, $2 ids that may have been accepted before, $3 their
    /// positions from memory.
    /// </summary>
    public string AwaitMemory { get; } =
        $"""
        INSERT INTO {names.Outbox} (position, application, id, state, route, due, entered, timestamp)
        SELECT r.memory, $1, r.id, 0, {NoRoute}, now(), now(), now() FROM unnest($2, $3) AS r (id, memory) ORDER BY r.memory
        ON CONFLICT (position) DO NOTHING
        """;

    /// <summary>Removes what <see cref="AwaitMemory"/> has written. $1 positions from memory.</summary>
    public string EndAwaiting { get; } = $"DELETE FROM {names.Outbox} WHERE position = ANY($1) AND route = {NoRoute} AND xmin = pg_current_xact_id()::xid";

    /// <summary>
    /// Removes rows again that another instance had accepted, and perhaps delivered and removed, in the moment between the statement's first look and its write. $1 application,
    /// $2 ids that may have been accepted before, $3 their positions from memory. Returns the ids.
    /// </summary>
    /// <remarks>A statement of its own sees what was committed meanwhile.</remarks>
    public string RemoveRepeated { get; } =
        $"""
        WITH removed AS (
                DELETE FROM {names.Outbox} WHERE xmin = pg_current_xact_id()::xid AND position = ANY (ARRAY(
                    SELECT found.position FROM unnest($2, $3) AS r (id, memory)
                    CROSS JOIN LATERAL (SELECT o.position FROM {names.Outbox} AS o WHERE o.application = $1 AND o.id = r.id AND {RowPosition.IsInIdIndex("o")} LIMIT 1) AS found
                    WHERE (SELECT 1 FROM {names.Inbox} AS i WHERE i.application = $1 AND i.id = r.id AND i.xmin <> pg_current_xact_id()::xid LIMIT 1) IS NOT NULL
                        OR (SELECT 1 FROM {names.DeadLetters} AS d WHERE d.application = $1 AND d.emission_id = r.id AND {AcceptedEmissions.IsAccepted("d")} LIMIT 1) IS NOT NULL
                        OR (SELECT 1 FROM {names.Outbox} AS m WHERE m.position = r.memory AND m.id = r.id) IS NOT NULL))
                RETURNING id, state),
            counted AS (
                INSERT INTO {names.Of("counts")} (application, pending, scheduled)
                SELECT $1, -(count(*) FILTER (WHERE state <> -3)), -(count(*) FILTER (WHERE state = -3)) FROM removed HAVING count(*) > 0)
        SELECT id FROM removed
        """;

    /// <summary>Locks keys that this instance holds: who marks rows as waiting for one has the same lock. $1 epoch, $2 application, $3 hashes.</summary>
    public string LockKeys { get; } =
        $"SELECT 1 FROM {names.Keys} WHERE application = $2 AND order_hash = ANY($3) AND epoch = $1 ORDER BY order_hash FOR UPDATE";

    /// <summary>
    /// Frees keys that are locked, and makes the next row of each one that a claim finds. $1 epoch, $2 application, $3 channel, $4 hashes. Returns how many have a next row.
    /// </summary>
    /// <remarks>A statement of its own sees what those have marked that had the lock before.</remarks>
    public string ReleaseKeys { get; } =
        $"""
        WITH freed AS (DELETE FROM {names.Keys} WHERE application = $2 AND order_hash = ANY($4) AND epoch = $1 RETURNING order_hash),
            next AS MATERIALIZED (
                SELECT h.position FROM freed CROSS JOIN LATERAL (
                    SELECT position FROM {names.Outbox} AS o
                    WHERE o.application = $2 AND o.order_hash = freed.order_hash AND o.state IN (-1, -2) ORDER BY position LIMIT 1) AS h),
            unblocked AS (UPDATE {names.Outbox} AS o SET state = -1 FROM next WHERE o.position = next.position AND o.state = -2),
            told AS (SELECT pg_notify($3, '') FROM next LIMIT 1)
        SELECT (SELECT count(*) FROM next), (SELECT count(*) FROM told)
        """;

    // Rows are found by their position. A sum is no condition for the index of states, in which those that were delivered go before those that wait.
    private static string IsMine(string state) => $"{state} + 0 = $1";

    /// <summary>The next position of an application.</summary>
    public static string NextOf(TableNames names, string application) => $"({application} << 48) + nextval('{names.Of("positions").Replace("'", "''", StringComparison.Ordinal)}')";

    private static string OneOf(TableNames names) =>
        $"""
        INSERT INTO {names.Outbox} (position, application, id, state, route, due, entered, timestamp, origin, metadata, payload)
        SELECT $3, $2, $4, $1, $5, lease.now, lease.now, $8, $1, $7, $6
        FROM (SELECT clock_timestamp() AS now FROM {names.Instances} WHERE epoch = $1 FOR KEY SHARE) AS lease
        """;

    private static string PlainOf(TableNames names, string counted) =>
        $"""
        WITH lease AS MATERIALIZED (SELECT clock_timestamp() AS now FROM {names.Instances} WHERE epoch = $1 FOR KEY SHARE),
            removed AS (DELETE FROM {names.Outbox} WHERE position = ANY($3) AND {IsMine("state")} RETURNING position),{counted}
            written AS (
                INSERT INTO {names.Outbox} (position, application, id, state, route, due, entered, timestamp, origin, metadata, payload)
                SELECT n.position, $2, n.id, $1, n.route, lease.now, lease.now, n.timestamp, $1, n.metadata, n.payload
                FROM unnest($4, $5, $6, $7, $8, $9) AS n (position, id, route, payload, metadata, timestamp), lease
                RETURNING position)
        SELECT now, NULL::bigint, NULL::bigint FROM lease
        UNION ALL SELECT NULL, position, NULL FROM removed
        UNION ALL SELECT NULL, NULL, position FROM written
        """;
}
