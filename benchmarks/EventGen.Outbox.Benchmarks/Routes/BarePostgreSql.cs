using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.Benchmarks;

/// <summary>Loops written for this one job, each with a connection: commit what has gathered in one round trip, run the handler, and remove what was handled with the next commit.</summary>
internal sealed class BarePostgreSql(string connectionString, int connections) : IDurableRoute
{
    private const int Largest = 64;

    private readonly Channel<BareInsert> _waiting = Channel.CreateUnbounded<BareInsert>();
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(connectionString);
    private Task _loops = Task.CompletedTask;
    private long _unsettled;

    /// <summary>Creates the table, which any number of loops may share.</summary>
    public static async Task<string> CreateTableAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand(
            "CREATE TABLE bare_outbox (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL, payload bytea NOT NULL)");
        await command.ExecuteNonQueryAsync();
        return connectionString;
    }

    public Task StartAsync()
    {
        _loops = Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(WorkAsync)));
        return Task.CompletedTask;
    }

    public Task EmitAsync(Ordered ordered)
    {
        var insert = new BareInsert(ordered);
        Interlocked.Increment(ref _unsettled);
        _waiting.Writer.TryWrite(insert);
        return insert.Committed;
    }

    public async Task SettledAsync()
    {
        while (Volatile.Read(ref _unsettled) > 0) await Task.Delay(1);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loops;
        await _database.DisposeAsync();
    }

    private async Task WorkAsync()
    {
        await using var connection = await _database.OpenConnectionAsync();
        var batch = new List<BareInsert>();
        var handled = new List<long>();
        while (await HasWorkAsync(handled.Count > 0))
        {
            batch.Clear();
            while (batch.Count < Largest && _waiting.Reader.TryRead(out var insert)) batch.Add(insert);
            if (batch.Count + handled.Count > 0) await WriteAsync(connection, batch, handled);
        }
    }

    // What was handled waits a little for an insert to ride along with.
    private async ValueTask<bool> HasWorkAsync(bool hasHandled)
    {
        var wait = _waiting.Reader.WaitToReadAsync();
        if (!hasHandled || wait.IsCompleted) return await wait;
        try
        {
            return await wait.AsTask().WaitAsync(TimeSpan.FromMilliseconds(5));
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private async Task WriteAsync(NpgsqlConnection connection, List<BareInsert> batch, List<long> handled)
    {
        var positions = new List<long>(batch.Count);
        await using (var commands = new NpgsqlBatch(connection))
        {
            var insert = new NpgsqlBatchCommand("INSERT INTO bare_outbox (id, payload) SELECT * FROM unnest($1, $2) RETURNING position");
            insert.Parameters.Add(new NpgsqlParameter { Value = batch.ConvertAll(static one => one.Id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            insert.Parameters.Add(new NpgsqlParameter { Value = batch.ConvertAll(static one => one.Payload).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
            commands.BatchCommands.Add(insert);
            var delete = new NpgsqlBatchCommand("DELETE FROM bare_outbox WHERE position = ANY($1)");
            delete.Parameters.Add(new NpgsqlParameter { Value = handled.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
            commands.BatchCommands.Add(delete);
            await commands.PrepareAsync();
            await using var reader = await commands.ExecuteReaderAsync();
            while (await reader.ReadAsync()) positions.Add(reader.GetInt64(0));
        }

        Interlocked.Add(ref _unsettled, -handled.Count);
        handled.Clear();
        handled.AddRange(positions);
        foreach (var insert in batch)
        {
            insert.Commit();
            OrderedCounter.Handle(insert.Ordered);
        }
    }
}
