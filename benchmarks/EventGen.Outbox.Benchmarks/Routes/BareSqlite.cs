using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace EventGen.Outbox.Benchmarks;

/// <summary>A loop written for this one job: commits what has gathered, runs the handler, and removes what was handled with the next commit.</summary>
internal sealed class BareSqlite : IDurableRoute
{
    private readonly ConcurrentQueue<BareInsert> _waiting = new();
    private readonly SemaphoreSlim _available = new(0);
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _delete;
    private readonly List<long> _handled = [];
    private readonly Thread _thread;
    private volatile bool _isEnding;
    private long _position;
    private long _unsettled;

    public BareSqlite(string file)
    {
        _connection = new SqliteConnection($"Data Source={file};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL");
        Execute("PRAGMA synchronous=FULL");
        Execute("CREATE TABLE outbox (position INTEGER PRIMARY KEY, id BLOB NOT NULL, payload BLOB NOT NULL)");
        _insert = Command("INSERT INTO outbox (position, id, payload) VALUES ($position, $id, $payload)", "$position", "$id", "$payload");
        _delete = Command("DELETE FROM outbox WHERE position = $position", "$position");
        _thread = new Thread(Work) { IsBackground = true };
    }

    public Task StartAsync()
    {
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task EmitAsync(Ordered ordered)
    {
        var insert = new BareInsert(ordered);
        Interlocked.Increment(ref _unsettled);
        _waiting.Enqueue(insert);
        _available.Release();
        return insert.Committed;
    }

    public async Task SettledAsync()
    {
        while (Volatile.Read(ref _unsettled) > 0) await Task.Delay(1);
    }

    public ValueTask DisposeAsync()
    {
        _isEnding = true;
        _available.Release();
        _thread.Join();
        _insert.Dispose();
        _delete.Dispose();
        _connection.Dispose();
        _available.Dispose();
        return default;
    }

    private void Work()
    {
        var batch = new List<BareInsert>();
        while (!_isEnding)
        {
            _available.Wait(TimeSpan.FromMilliseconds(5));
            batch.Clear();
            while (_waiting.TryDequeue(out var insert)) batch.Add(insert);
            if (batch.Count + _handled.Count > 0) Write(batch);
        }
    }

    private void Write(List<BareInsert> batch)
    {
        long first = _position;
        using (var transaction = _connection.BeginTransaction())
        {
            _insert.Transaction = _delete.Transaction = transaction;
            foreach (var insert in batch)
            {
                _insert.Parameters[0].Value = ++_position;
                _insert.Parameters[1].Value = insert.Id.ToByteArray();
                _insert.Parameters[2].Value = insert.Payload;
                _insert.ExecuteNonQuery();
            }

            foreach (long position in _handled)
            {
                _delete.Parameters[0].Value = position;
                _delete.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        Interlocked.Add(ref _unsettled, -_handled.Count);
        _handled.Clear();
        foreach (var insert in batch)
        {
            insert.Commit();
            OrderedCounter.Handle(insert.Ordered);
            _handled.Add(++first);
        }
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (string parameter in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        return command;
    }
}
