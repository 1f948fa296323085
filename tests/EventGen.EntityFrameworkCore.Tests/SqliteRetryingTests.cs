namespace EventGen.EntityFrameworkCore.Tests;

public sealed class SqliteRetryingTests() : RetryingSuite(new SqliteTestDatabase());
