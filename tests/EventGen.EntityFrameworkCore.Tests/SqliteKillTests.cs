namespace EventGen.EntityFrameworkCore.Tests;

public sealed class SqliteKillTests(ITestOutputHelper output) : KillSuite(new SqliteTestDatabase(), "sqlite", output);
