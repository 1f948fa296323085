namespace EventGen.EntityFrameworkCore.Tests;

public sealed class SqliteStartTests() : StartSuite(new SqliteTestDatabase(), new SqliteTestDatabase());
