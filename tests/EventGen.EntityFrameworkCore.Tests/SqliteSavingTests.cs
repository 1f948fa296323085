namespace EventGen.EntityFrameworkCore.Tests;

public sealed class SqliteSavingTests() : SavingSuite(new SqliteTestDatabase());
