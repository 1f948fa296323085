[assembly: AssemblyFixture(typeof(EventGen.EntityFrameworkCore.Tests.Databases.SharedServer))]

namespace EventGen.EntityFrameworkCore.Tests.Databases;

/// <summary>One server for all tests that do not harm it; each has a database of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private PostgreSqlServer? _server;

    public PostgreSqlServer Server => _server ?? throw new InvalidOperationException(PostgreSqlServer.Missing);

    public async ValueTask InitializeAsync()
    {
        // The machine does not fail while they run, so nothing has to reach the disk.
        if (PostgreSqlServer.Missing is null) _server = await PostgreSqlServer.StartAsync("fsync=off");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
