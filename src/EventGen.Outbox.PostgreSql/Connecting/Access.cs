using Npgsql;

namespace EventGen.Outbox.PostgreSql;

/// <summary>How the client waits for the server: as a task, or blocking the thread, so that everything that is awaited has ended already and no thread of the pool is needed.</summary>
/// <param name="Blocks">Whether it blocks.</param>
internal readonly record struct Access(bool Blocks)
{
    public ValueTask PrepareAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        if (!Blocks) return new(batch.PrepareAsync(cancellationToken));
        batch.Prepare();
        return default;
    }

    public ValueTask<NpgsqlDataReader> ExecuteAsync(NpgsqlBatch batch, CancellationToken cancellationToken) => Blocks ? new(batch.ExecuteReader()) : new(batch.ExecuteReaderAsync(cancellationToken));

    public ValueTask<NpgsqlDataReader> ExecuteAsync(NpgsqlCommand command, CancellationToken cancellationToken) => Blocks ? new(command.ExecuteReader()) : new(command.ExecuteReaderAsync(cancellationToken));

    public ValueTask<bool> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) => Blocks ? new(reader.Read()) : new(reader.ReadAsync(cancellationToken));

    public ValueTask<bool> NextResultAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) => Blocks ? new(reader.NextResult()) : new(reader.NextResultAsync(cancellationToken));

    /// <summary>Closes the reader at its end.</summary>
    public Reading Disposing(NpgsqlDataReader reader) => new(reader, Blocks);

    /// <summary>A reader that is open.</summary>
    internal readonly struct Reading(NpgsqlDataReader reader, bool blocks) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            if (!blocks) return reader.DisposeAsync();
            reader.Dispose();
            return default;
        }
    }
}
