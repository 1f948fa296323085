namespace EventGen.EntityFrameworkCore.Tests;

public sealed class PostgreSqlRetryingTests(SharedServer server) : RetryingSuite(new PostgreSqlTestDatabase(server));
