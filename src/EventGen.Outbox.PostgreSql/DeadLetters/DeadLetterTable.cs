using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>The dead letters.</summary>
internal static class DeadLetterTable
{
    private const NpgsqlDbType Array = NpgsqlDbType.Array;

    private const string Columns = "id, kind, event_id, target, emission_id, exception_type, last_failure, body";

    /// <summary>Adds the columns of dead letters as arrays.</summary>
    public static void AddDeadLetters(this NpgsqlBatchCommand command, OutboxDeadLetter[] deadLetters) =>
        command
            .With(Array | NpgsqlDbType.Uuid, System.Array.ConvertAll(deadLetters, static deadLetter => deadLetter.Id))
            .With(Array | NpgsqlDbType.Integer, System.Array.ConvertAll(deadLetters, static deadLetter => (int)deadLetter.Kind))
            .With(Array | NpgsqlDbType.Text, System.Array.ConvertAll(deadLetters, static deadLetter => StoredText.Clean(deadLetter.EventId)))
            .With(Array | NpgsqlDbType.Text, System.Array.ConvertAll(deadLetters, static deadLetter => StoredText.Clean(deadLetter.Target)))
            .With(Array | NpgsqlDbType.Uuid, System.Array.ConvertAll(deadLetters, static deadLetter => deadLetter.EmissionId))
            .With(Array | NpgsqlDbType.Text, System.Array.ConvertAll(deadLetters, static deadLetter => StoredText.Clean(deadLetter.ExceptionType)))
            .With(Array | NpgsqlDbType.TimestampTz, System.Array.ConvertAll(deadLetters, static deadLetter => deadLetter.LastFailure.UtcDateTime))
            .With(Array | NpgsqlDbType.Bytea, System.Array.ConvertAll(deadLetters, static deadLetter => NewRowArrays.Bytes(deadLetter.Body)));

    /// <summary>Keeps a dead letter; one of the same id is replaced.</summary>
    public static async ValueTask PutAsync(NpgsqlConnection connection, StoreSession session, OutboxDeadLetter deadLetter, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(
            connection,
            $"""
            INSERT INTO {session.Names.DeadLetters} (application, {Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (application, id) DO UPDATE SET kind = excluded.kind, event_id = excluded.event_id, target = excluded.target,
                emission_id = excluded.emission_id, exception_type = excluded.exception_type, last_failure = excluded.last_failure, body = excluded.body
            """)
            .With(session.Application).With(NpgsqlDbType.Uuid, deadLetter.Id).With(NpgsqlDbType.Integer, (int)deadLetter.Kind)
            .With(NpgsqlDbType.Text, StoredText.Clean(deadLetter.EventId)).With(NpgsqlDbType.Text, StoredText.Clean(deadLetter.Target))
            .With(NpgsqlDbType.Uuid, deadLetter.EmissionId).With(NpgsqlDbType.Text, StoredText.Clean(deadLetter.ExceptionType))
            .With(NpgsqlDbType.TimestampTz, deadLetter.LastFailure.UtcDateTime).With(NpgsqlDbType.Bytea, NewRowArrays.Bytes(deadLetter.Body));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async ValueTask<OutboxDeadLetter?> FindAsync(NpgsqlConnection connection, StoreSession session, Guid id, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(connection, $"SELECT {Columns} FROM {session.Names.DeadLetters} WHERE application = $1 AND id = $2")
            .With(session.Application).With(NpgsqlDbType.Uuid, id);
        return (await ReadAsync(command, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    public static async ValueTask<long> CountAsync(NpgsqlConnection connection, StoreSession session, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(connection, $"SELECT count(*) FROM {session.Names.DeadLetters} WHERE application = $1").With(session.Application);
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public static async ValueTask<IReadOnlyList<OutboxDeadLetter>> ListAsync(
        NpgsqlConnection connection, StoreSession session, DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var command = Select(connection, session, Columns, filter, after: null, $" ORDER BY id LIMIT {Text(take)} OFFSET {Text(skip)}");
        return await ReadAsync(command, cancellationToken).ConfigureAwait(false);
    }

    public static async ValueTask<IReadOnlyList<Guid>> ListIdsAsync(
        NpgsqlConnection connection, StoreSession session, DeadLetterFilter filter, Guid? after, int take, CancellationToken cancellationToken)
    {
        await using var command = Select(connection, session, "id", filter, after, $" ORDER BY id LIMIT {Text(take)}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) found.Add(reader.GetGuid(0));
        return found;
    }

    public static async ValueTask<IReadOnlyList<DeadLetterCause>> ListCausesAsync(
        NpgsqlConnection connection, StoreSession session, DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        const string Cause = "event_id, target, kind, exception_type";
        await using var command = Select(connection, session, $"{Cause}, count(*), max(last_failure)", filter, after: null, $" GROUP BY {Cause}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<DeadLetterCause>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            string? exceptionType = reader.IsDBNull(3) ? null : reader.GetString(3);
            found.Add(new DeadLetterCause(reader.GetString(0), reader.GetString(1), (DeadLetterKind)reader.GetInt32(2), exceptionType, reader.GetInt64(4), reader.GetFieldValue<DateTimeOffset>(5)));
        }

        return found;
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static NpgsqlCommand Select(NpgsqlConnection connection, StoreSession session, string columns, DeadLetterFilter filter, Guid? after, string end)
    {
        var sql = new StringBuilder($"SELECT {columns} FROM {session.Names.DeadLetters} WHERE application = $1");
        var command = Sql.Command(connection, "").With(session.Application);
        Add(NpgsqlDbType.Integer, "kind =", (int?)filter.Kind);
        Add(NpgsqlDbType.Text, "event_id =", filter.EventId);
        Add(NpgsqlDbType.Text, "target =", filter.Target);
        Add(NpgsqlDbType.Uuid, "emission_id =", filter.EmissionId);
        Add(NpgsqlDbType.Text, "exception_type =", filter.ExceptionType);
        Add(NpgsqlDbType.TimestampTz, "last_failure >=", filter.Since?.UtcDateTime);
        Add(NpgsqlDbType.TimestampTz, "last_failure <", filter.Before?.UtcDateTime);
        Add(NpgsqlDbType.Uuid, "id >", after);
        command.CommandText = sql.Append(end).ToString();
        return command;

        void Add(NpgsqlDbType type, string condition, object? value)
        {
            if (value is null) return;
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
            sql.Append(System.Globalization.CultureInfo.InvariantCulture, $" AND {condition} ${command.Parameters.Count}");
        }
    }

    private static async ValueTask<List<OutboxDeadLetter>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<OutboxDeadLetter>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(new OutboxDeadLetter
            {
                Id = reader.GetGuid(0),
                Kind = (DeadLetterKind)reader.GetInt32(1),
                EventId = reader.GetString(2),
                Target = reader.GetString(3),
                EmissionId = reader.GetGuid(4),
                ExceptionType = reader.IsDBNull(5) ? null : reader.GetString(5),
                LastFailure = reader.GetFieldValue<DateTimeOffset>(6),
                Body = reader.IsDBNull(7) ? default(ReadOnlyMemory<byte>) : reader.GetFieldValue<byte[]>(7),
            });
        }

        return found;
    }
}
