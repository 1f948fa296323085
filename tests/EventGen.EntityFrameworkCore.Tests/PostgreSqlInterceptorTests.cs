namespace EventGen.EntityFrameworkCore.Tests;

public sealed class PostgreSqlInterceptorTests(SharedServer server) : InterceptorSuite(new PostgreSqlTestDatabase(server));
