namespace EventGen.EntityFrameworkCore.Tests;

public sealed class PostgreSqlMigrationTests(SharedServer server) : MigrationSuite(new PostgreSqlTestDatabase(server), new PostgreSqlTestDatabase(server));
