using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.Benchmarks;

/// <summary>The statement by which the outbox commits one event, run by Npgsql alone: what the server and the wire take of an emit, without the bus.</summary>
/// <param name="connectionString">A database.</param>
/// <param name="route">What has its outbox there.</param>
internal sealed class LoneStatement(string connectionString, EventGenRoute route) : IAsyncDisposable
{
    // What the route's connection did last, if that was the commit of an event.
    private const string LastCommit = "SELECT pid, query FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'INSERT INTO%FOR KEY SHARE%'";

    private readonly NpgsqlConnection _connection = new(connectionString);
    private readonly byte[] _metadata = "0"u8.ToArray();
    private string _text = "";
    private long _epoch;
    private long _position = 1L << 46;

    /// <summary>The server's process for this connection.</summary>
    public int Server => _connection.ProcessID;

    /// <summary>The server's process for the commits of the route.</summary>
    public int ServerOfRoute { get; private set; }

    /// <summary>Learns the statement from the server.</summary>
    public async Task CopyAsync()
    {
        await _connection.OpenAsync();
        while (_text.Length == 0)
        {
            // What becomes of the event may be written before the server is asked.
            await route.EmitAsync(new Ordered(0, "c-7", 42.5m));
            await using var last = new NpgsqlCommand(LastCommit, _connection);
            await using var reader = await last.ExecuteReaderAsync();
            if (await reader.ReadAsync()) (ServerOfRoute, _text) = (reader.GetInt32(0), reader.GetString(1));
        }

        await using var epoch = new NpgsqlCommand("SELECT max(epoch) FROM eventgen_instances", _connection);
        _epoch = (long)(await epoch.ExecuteScalarAsync())!;
        await using var set = new NpgsqlCommand("SET enable_seqscan = off; SET enable_bitmapscan = off; SET jit = off; SET plan_cache_mode = force_generic_plan", _connection);
        await set.ExecuteNonQueryAsync();
    }

    /// <summary>Runs it, for a row that no relay has.</summary>
    public async Task CommitAsync(Ordered ordered)
    {
        var one = new BareInsert(ordered);
        await using var insert = new NpgsqlCommand(_text, _connection);
        Add(insert, NpgsqlDbType.Bigint, _epoch);
        Add(insert, NpgsqlDbType.Bigint, 1L);
        Add(insert, NpgsqlDbType.Bigint, ++_position);
        Add(insert, NpgsqlDbType.Uuid, one.Id);
        Add(insert, NpgsqlDbType.Integer, 1);
        Add(insert, NpgsqlDbType.Bytea, one.Payload);
        Add(insert, NpgsqlDbType.Bytea, _metadata);
        Add(insert, NpgsqlDbType.TimestampTz, DateTime.UtcNow);
        await insert.PrepareAsync();
        await insert.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T value) => command.Parameters.Add(new NpgsqlParameter<T> { NpgsqlDbType = type, TypedValue = value });
}
