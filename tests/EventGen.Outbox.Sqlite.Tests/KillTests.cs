namespace EventGen.Outbox.Sqlite.Tests;

public sealed class KillTests : KillSuite
{
    public KillTests(ITestOutputHelper output)
        : this(new SqliteBackend(), output)
    {
    }

    private KillTests(SqliteBackend backend, ITestOutputHelper output)
        : base(backend, "sqlite", () => backend.ConnectionString, output)
    {
    }
}
