using System.Data.Common;
using EventGen.Outbox.Tables;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace EventGen.Cli.Storing;

/// <summary>Which database: <c>sqlite:FILE</c>, <c>postgres:CONNECTION-STRING</c> or <c>postgres://user@host/database</c>. Nothing of it is ever repeated but a file's name.</summary>
internal sealed class StoreAddress
{
    private readonly string? _file;
    private readonly string _connectionString;

    private StoreAddress(string? file, string connectionString) => (_file, _connectionString) = (file, connectionString);

    /// <exception cref="CommandException">It is none.</exception>
    public static StoreAddress Parse(string text)
    {
        if (text.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase) && text.Length > 7)
        {
            string file = text[7..];
            if (file.Contains('=', StringComparison.Ordinal)) throw new CommandException("--store sqlite: takes the name of a file, no connection string.");
            if (!File.Exists(file)) throw new CommandException($"There is no file '{file}'.");
            return new StoreAddress(file, new SqliteConnectionStringBuilder { DataSource = file }.ToString());
        }

        try
        {
            if (text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)) return new StoreAddress(null, Of(new Uri(text)));
            if (text.StartsWith("postgres:", StringComparison.OrdinalIgnoreCase)) return new StoreAddress(null, new NpgsqlConnectionStringBuilder(text[9..]).ConnectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            throw new CommandException("The address behind postgres: cannot be read. It is like postgres://shop@localhost/shop, or postgres:Host=localhost;Username=shop;Database=shop.");
        }

        throw new CommandException("--store begins with sqlite: or postgres:, as in sqlite:shop.db.");
    }

    /// <summary>The names of the applications that have an outbox in it.</summary>
    /// <exception cref="CommandException">It cannot be opened, or has no outbox.</exception>
    public async Task<IReadOnlyList<string>> ApplicationsAsync(string tablePrefix, CancellationToken cancellationToken)
    {
        string table = new TableNames(tablePrefix).Applications;
        await using DbConnection connection = _file is null
            ? new NpgsqlConnection(_connectionString)
            : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or System.Net.Sockets.SocketException or TimeoutException)
        {
            throw new CommandException($"{Name} cannot be opened: {exception.Message.Split('\n')[0]}");
        }

        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT name FROM {table} ORDER BY name";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            List<string> names = [];
            while (await reader.ReadAsync(cancellationToken)) names.Add(reader.GetString(0));
            return names;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == 26)
        {
            throw new CommandException($"{Name} is no SQLite database.");
        }
        catch (DbException)
        {
            throw new CommandException($"{Name} has no outbox with the tables {tablePrefix}…. If they are called otherwise, say so with --table-prefix.");
        }
    }

    public IOutboxStore CreateStore() => _file is null ? PostgreSqlOutbox.CreateStore(_connectionString) : SqliteOutbox.CreateStore(_connectionString);

    /// <summary>What may be said of it.</summary>
    public string Name => _file is null ? "The PostgreSQL database" : $"'{_file}'";

    private static string Of(Uri address)
    {
        string[] user = address.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder { Host = address.DnsSafeHost, Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')) };
        if (address.Port > 0) settings.Port = address.Port;
        if (user[0].Length > 0) settings.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length == 2) settings.Password = Uri.UnescapeDataString(user[1]);
        return settings.ConnectionString;
    }
}
