using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EventGen.Outbox.Sqlite;

/// <summary>A connection with the statements that were prepared on it. Used by one thread at a time.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = [];
    private readonly SqliteConnection? _owned;

    /// <summary>Uses a connection of others for a while; disposing it leaves the connection open.</summary>
    public SqliteDatabase(SqliteConnection connection) =>
        Handle = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");

    private SqliteDatabase(SqliteConnection connection, SqliteConnection owned)
        : this(connection) => _owned = owned;

    public sqlite3 Handle { get; }

    /// <summary>The full path of the file.</summary>
    public string File => raw.sqlite3_db_filename(Handle, "main").utf8_to_string();

    /// <summary>The texts of the statements that were prepared.</summary>
    public IReadOnlyCollection<string> Prepared => _statements.Keys;

    /// <summary>The statements that were prepared.</summary>
    public IReadOnlyCollection<SqliteStatement> Statements => _statements.Values;

    /// <summary>Whether a transaction is open.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Opens a connection of its own; its writes are on the disk when they are committed.</summary>
    public static SqliteDatabase Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            var database = new SqliteDatabase(connection, connection);

            // Another process may be creating the file.
            database.WaitForLocks(TimeSpan.FromSeconds(5));
            database.Run("PRAGMA synchronous=FULL");
            return database;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The statement, prepared at its first use.</summary>
    public SqliteStatement this[string sql]
    {
        get
        {
            if (!_statements.TryGetValue(sql, out var statement)) _statements.Add(sql, statement = new SqliteStatement(Handle, sql));
            return statement;
        }
    }

    /// <summary>How long the engine itself waits for a lock, blocking the thread; zero leaves that to the caller, who can give up.</summary>
    public void WaitForLocks(TimeSpan patience) => raw.sqlite3_busy_timeout(Handle, (int)patience.TotalMilliseconds);

    /// <summary>Runs one statement that is not worth keeping.</summary>
    public void Run(string sql)
    {
        using var statement = new SqliteStatement(Handle, sql);
        statement.Execute();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _statements.Clear();
        _owned?.Dispose();
    }
}
