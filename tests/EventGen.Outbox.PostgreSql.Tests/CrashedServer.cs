namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>A server for tests that end it. What it has committed is on the disk.</summary>
public sealed class CrashedServer : IAsyncLifetime
{
    private PostgreSqlServer? _server;

    public PostgreSqlServer Server => _server ?? throw new InvalidOperationException(PostgreSqlServer.Missing);

    public async ValueTask InitializeAsync()
    {
        if (PostgreSqlServer.Missing is null) _server = await PostgreSqlServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
