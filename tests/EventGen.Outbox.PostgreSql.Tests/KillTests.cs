namespace EventGen.Outbox.PostgreSql.Tests;

public sealed class KillTests : KillSuite
{
    public KillTests(SharedServer server, ITestOutputHelper output)
        : this(new PostgreSqlBackend(server), output)
    {
    }

    private KillTests(PostgreSqlBackend backend, ITestOutputHelper output)
        : base(backend, "postgresql", () => backend.ConnectionString, output)
    {
    }
}
