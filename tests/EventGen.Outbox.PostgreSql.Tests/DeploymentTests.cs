namespace EventGen.Outbox.PostgreSql.Tests;

public sealed class DeploymentTests : DeploymentSuite
{
    public DeploymentTests(SharedServer server)
        : this(new PostgreSqlBackend(server))
    {
    }

    private DeploymentTests(PostgreSqlBackend backend)
        : base(backend, "postgresql", () => backend.ConnectionString)
    {
    }
}
