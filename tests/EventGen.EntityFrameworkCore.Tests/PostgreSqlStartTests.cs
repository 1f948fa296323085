namespace EventGen.EntityFrameworkCore.Tests;

public sealed class PostgreSqlStartTests(SharedServer server) : StartSuite(new PostgreSqlTestDatabase(server), new PostgreSqlTestDatabase(server));
