namespace EventGen.EntityFrameworkCore.Tests;

public sealed class SqliteMigrationTests() : MigrationSuite(new SqliteTestDatabase(), new SqliteTestDatabase());
