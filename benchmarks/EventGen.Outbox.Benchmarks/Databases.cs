using EventGen.TestKit;

namespace EventGen.Outbox.Benchmarks;

/// <summary>New databases on one disk: files of SQLite, and databases of a private PostgreSQL with its defaults, fsync included.</summary>
internal sealed class Databases : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("outbox-benchmarks-").FullName;
    private readonly PostgreSqlServer _server;
    private int _files;

    private Databases(PostgreSqlServer server) => _server = server;

    public static async Task<Databases> StartAsync() =>
        new(await PostgreSqlServer.StartAsync());

    /// <summary>A file that does not exist yet.</summary>
    public string NextFile() => Path.Combine(_folder, $"{++_files}.db");

    /// <summary>An empty database; the connection string.</summary>
    public Task<string> NextPostgreSqlAsync() => _server.CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
