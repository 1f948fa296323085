namespace EventGen.Outbox.Sqlite.Tests;

public sealed class KillTests : KillSuite
{
    public KillTests()
        : this(new SqliteBackend())
    {
    }

    private KillTests(SqliteBackend backend)
        : base(backend, "sqlite", () => backend.ConnectionString)
    {
    }
}
