namespace EventGen.Outbox.PostgreSql.Tests;

public sealed class KillTests : KillSuite
{
    public KillTests(SharedServer server)
        : this(new PostgreSqlBackend(server))
    {
    }

    private KillTests(PostgreSqlBackend backend)
        : base(backend, "postgresql", () => backend.ConnectionString)
    {
    }
}
