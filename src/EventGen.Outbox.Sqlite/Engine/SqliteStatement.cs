using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EventGen.Outbox.Sqlite;

/// <summary>A prepared statement, used again and again. Belongs to its database, and to the thread that uses that.</summary>
/// <remarks>
/// Calls the engine directly: values are not boxed, and every error code is seen. (Microsoft.Data.Sqlite swallows the error of a statement that follows
/// a row-returning one in the same command.)
/// </remarks>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _bound;
    private bool _isRunning;

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        int code = raw.sqlite3_prepare_v2(database, sql, out _statement);
        if (code != raw.SQLITE_OK) throw Error(database, code);
    }

    /// <summary>Sets the next parameter, the first one of a new run after the last has ended.</summary>
    public SqliteStatement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, Next(), value));
        return this;
    }

    /// <inheritdoc cref="Bind(long)"/>
    public SqliteStatement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    /// <inheritdoc cref="Bind(long)"/>
    public SqliteStatement Bind(string? value)
    {
        if (value is null) return BindNull();
        Check(raw.sqlite3_bind_text(_statement, Next(), StoredText.Clean(value)));
        return this;
    }

    /// <inheritdoc cref="Bind(long)"/>
    public SqliteStatement Bind(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(raw.sqlite3_bind_blob(_statement, Next(), bytes));
        return this;
    }

    /// <inheritdoc cref="Bind(long)"/>
    public SqliteStatement Bind(Guid? value) => value is { } id ? Bind(id) : BindNull();

    /// <summary>Sets the next parameter; nothing is stored as null.</summary>
    public SqliteStatement Bind(ReadOnlyMemory<byte> value)
    {
        if (value.IsEmpty) return BindNull();
        Check(raw.sqlite3_bind_blob(_statement, Next(), value.Span));
        return this;
    }

    public SqliteStatement BindNull()
    {
        Check(raw.sqlite3_bind_null(_statement, Next()));
        return this;
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(_database);
    }

    /// <summary>Goes to the next row; false at the end, where the statement is ready for its next run.</summary>
    public bool Step()
    {
        _isRunning = true;
        int code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;

        SqliteException? error = code == raw.SQLITE_DONE ? null : Error(_database, code);
        Reset();
        return error is null ? false : throw error;
    }

    /// <summary>The first column of the first row; <see langword="null"/> when there is none or it is null.</summary>
    public long? Scalar()
    {
        long? value = Step() && !IsNull(0) ? Int64(0) : null;
        Reset();
        return value;
    }

    /// <summary>Ends a run before its last row.</summary>
    public void Reset()
    {
        raw.sqlite3_reset(_statement);
        (_bound, _isRunning) = (0, false);
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>A copy; empty for null.</summary>
    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    /// <summary>An id; <see cref="Guid.Empty"/> for what is none.</summary>
    public Guid Id(int column)
    {
        var bytes = raw.sqlite3_column_blob(_statement, column);
        return bytes.Length == 16 ? new Guid(bytes, bigEndian: true) : Guid.Empty;
    }

    /// <summary>How many steps the engine has made for it since it was asked last: what it costs, whatever else the machine does.</summary>
    public long TakeSteps() => raw.sqlite3_stmt_status(_statement, raw.SQLITE_STMTSTATUS_VM_STEP, 1);

    public void Dispose() => _statement.Dispose();

    /// <summary>What the engine says of its last error.</summary>
    public static SqliteException Error(sqlite3 database, int code) =>
        new($"SQLite error {code}: {raw.sqlite3_errmsg(database).utf8_to_string()}", code & 0xFF, raw.sqlite3_extended_errcode(database));

    private int Next()
    {
        if (_isRunning) Reset();
        return ++_bound;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw Error(_database, code);
    }
}
