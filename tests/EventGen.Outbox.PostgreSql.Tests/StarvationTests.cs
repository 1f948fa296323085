namespace EventGen.Outbox.PostgreSql.Tests;

public sealed class StarvationTests : StarvationSuite
{
    public StarvationTests(SharedServer server)
        : this(new PostgreSqlBackend(server))
    {
    }

    private StarvationTests(PostgreSqlBackend backend)
        : base(backend, "postgresql", () => backend.ConnectionString)
    {
    }
}
