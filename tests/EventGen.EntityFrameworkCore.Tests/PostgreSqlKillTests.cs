namespace EventGen.EntityFrameworkCore.Tests;

public sealed class PostgreSqlKillTests(SharedServer server, ITestOutputHelper output) : KillSuite(new PostgreSqlTestDatabase(server), "postgresql", output);
