namespace EventGen.EntityFrameworkCore.Tests;

public sealed class PostgreSqlTriggerTests(SharedServer server) : TriggerSuite(new PostgreSqlTestDatabase(server));
