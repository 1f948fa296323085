namespace EventGen.Outbox.Sqlite.Tests;

public sealed class DeploymentTests : DeploymentSuite
{
    public DeploymentTests()
        : this(new SqliteBackend())
    {
    }

    private DeploymentTests(SqliteBackend backend)
        : base(backend, "sqlite", () => backend.ConnectionString)
    {
    }
}
