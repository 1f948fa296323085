namespace EventGen.EntityFrameworkCore.Tests;

public sealed class SqliteInterceptorTests() : InterceptorSuite(new SqliteTestDatabase());
