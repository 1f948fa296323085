using System.Globalization;
using System.Transactions;
using Npgsql;

namespace EventGen.Outbox.PostgreSql;

/// <summary>Where the database is. Says nothing of it: the connection string may hold a password.</summary>
internal sealed class PostgreSqlLocation : IAsyncDisposable
{
    /// <summary>How long a statement may take, in seconds: a server that does not answer is found out within 10 s.</summary>
    public const int CommandSeconds = 8;

    private const int ConnectSeconds = 8;

    private const string Multiplexed = "The outbox needs connections of its own, to listen and to hold locks: leave 'Multiplexing' out.";

    private readonly NpgsqlDataSource _source;
    private readonly bool _isOwned;

    /// <summary>The server for a message, such as <c>PostgreSQL at db:5432</c>.</summary>
    public string Server { get; }

    /// <summary>Uses the application's data source, which stays its own.</summary>
    public PostgreSqlLocation(NpgsqlDataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        if (settings.Multiplexing) throw new ArgumentException(Multiplexed, nameof(source));
        _source = source;
        Server = ServerOf(settings);
    }

    /// <summary>Connects by itself.</summary>
    public PostgreSqlLocation(NpgsqlConnectionStringBuilder settings)
    {
        _isOwned = true;

        // Without a name, Npgsql's metrics call the pool by its connection string.
        var source = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString) { Name = "eventgen outbox" };
        source.EnableArrays();
        source.EnableTransportSecurity();
        source.EnableIntegratedSecurity();
        _source = source.Build();
        Server = ServerOf(settings);
    }

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ArgumentException">It cannot be read.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            const string Missing = "The outbox has no connection string. Give one like 'Host=localhost;Username=shop;Password=…;Database=shop'; where it comes from GetConnectionString(name), the configuration has no ConnectionStrings:name.";
            throw connectionString is null ? new ArgumentNullException(nameof(connectionString), Missing) : new ArgumentException(Missing, nameof(connectionString));
        }

        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { Enlist = false };
            if (!settings.ContainsKey("Timeout")) settings.Timeout = ConnectSeconds;
            settings.ApplicationName ??= "eventgen outbox";
            if (settings is { Multiplexing: false, Host.Length: > 0 }) return settings;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // What it says may repeat the connection string.
            throw new ArgumentException(
                "The connection string of the outbox cannot be read; it must be like 'Host=localhost;Username=shop;Password=…;Database=shop'.", nameof(connectionString));
        }

        throw new ArgumentException(
            new NpgsqlConnectionStringBuilder(connectionString).Multiplexing ? Multiplexed : "The connection string of the outbox names no server: add 'Host=…'.", nameof(connectionString));
    }

    /// <summary>Opens a connection, which takes no part in an ambient transaction: what the outbox writes by itself is not the caller's to roll back.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (Transaction.Current is null) return _source.OpenConnectionAsync(cancellationToken);

        // An application's data source may say that its connections enlist. They do so when they begin to open.
        using var outside = new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        return _source.OpenConnectionAsync(cancellationToken);
    }

    /// <summary>Opens a connection as <see cref="OpenAsync"/> does, blocking this thread.</summary>
    public NpgsqlConnection Open()
    {
        using var outside = Transaction.Current is null ? null : new TransactionScope(TransactionScopeOption.Suppress);
        return _source.OpenConnection();
    }

    /// <summary>Does something on a connection of its own.</summary>
    /// <param name="work">What is done.</param>
    /// <param name="commits">Whether it commits something, so that a broken connection leaves open whether it is committed.</param>
    /// <param name="cancellationToken">Cancels the connecting and the work. Whether a commit that was under way succeeded is then unknown.</param>
    /// <exception cref="OutboxStoreException">The database did not do it.</exception>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, bool commits, CancellationToken cancellationToken)
    {
        bool isOpen = false;
        try
        {
            var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var disposing = connection.ConfigureAwait(false);
            isOpen = true;
            return await work(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgreSqlFailure.HasFailed(exception, cancellationToken))
        {
            throw PostgreSqlFailure.From(exception, Server, commits && isOpen);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOwned) await _source.DisposeAsync().ConfigureAwait(false);
    }

    // A host may have its own port, or be the folder of a socket; there may be several.
    private static string ServerOf(NpgsqlConnectionStringBuilder settings) => string.IsNullOrEmpty(settings.Host)
        ? "PostgreSQL"
        : $"PostgreSQL at {string.Join(", ", settings.Host.Split(',').Select(host => host.Contains(':') ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{settings.Port}")))}";
}
