using Microsoft.Data.Sqlite;

namespace EventGen.Outbox.Sqlite;

/// <summary>Where the database is. Its text is the file's name: the connection string may hold a password.</summary>
internal sealed class SqliteLocation
{
    private readonly string _connectionString;
    private readonly string _ownConnectionString;

    /// <exception cref="ArgumentException">The connection string cannot be read, or names no file that can be written.</exception>
    public SqliteLocation(string connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            const string Missing = "The outbox has no connection string. Give one like 'Data Source=shop.db'; where it comes from GetConnectionString(name), the configuration has no ConnectionStrings:name.";
            throw connectionString is null ? new ArgumentNullException(nameof(connectionString), Missing) : new ArgumentException(Missing, nameof(connectionString));
        }

        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new SqliteConnectionStringBuilder(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            // What it says may repeat the connection string.
            throw new ArgumentException("The connection string of the outbox cannot be read; it must be like 'Data Source=shop.db'.", nameof(connectionString));
        }

        if (builder.DataSource is "" or ":memory:" || builder.Mode == SqliteOpenMode.Memory)
            throw new ArgumentException("The outbox needs a database in a file, 'Data Source=shop.db': what is in memory survives nothing.", nameof(connectionString));
        if (builder.Mode == SqliteOpenMode.ReadOnly)
            throw new ArgumentException("The outbox needs a database that it may write: leave 'Mode=ReadOnly' out.", nameof(connectionString));
        if (builder.Cache == SqliteCacheMode.Shared)
            throw new ArgumentException("The outbox needs a connection with a lock of its own: leave 'Cache=Shared' out.", nameof(connectionString));

        File = builder.DataSource;
        builder.Pooling = false;
        _ownConnectionString = builder.ToString();

        // What is opened later finds the file: an empty one in the place of a file that was deleted or renamed would hide that.
        var existing = new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadWrite };
        _connectionString = existing.ToString();
    }

    /// <summary>The file, as the connection string names it.</summary>
    public string File { get; }

    /// <summary>Opens a connection that writes.</summary>
    /// <exception cref="OutboxStoreException">It cannot be opened.</exception>
    public SqliteDatabase Open()
    {
        try
        {
            return SqliteDatabase.Open(_ownConnectionString);
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.From(exception, File);
        }
    }

    /// <summary>A connection for a handler's transaction or for reading, pooled as the connection string says; not open yet. It creates no file.</summary>
    public SqliteConnection CreateConnection() => new(_connectionString);

    /// <inheritdoc/>
    public override string ToString() => File;
}
