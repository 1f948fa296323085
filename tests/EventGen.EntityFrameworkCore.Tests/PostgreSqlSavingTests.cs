namespace EventGen.EntityFrameworkCore.Tests;

public sealed class PostgreSqlSavingTests(SharedServer server) : SavingSuite(new PostgreSqlTestDatabase(server));
