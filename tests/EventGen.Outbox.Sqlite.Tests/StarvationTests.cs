namespace EventGen.Outbox.Sqlite.Tests;

public sealed class StarvationTests : StarvationSuite
{
    public StarvationTests()
        : this(new SqliteBackend())
    {
    }

    private StarvationTests(SqliteBackend backend)
        : base(backend, "sqlite", () => backend.ConnectionString)
    {
    }
}
