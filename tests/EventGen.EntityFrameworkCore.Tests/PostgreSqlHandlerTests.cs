namespace EventGen.EntityFrameworkCore.Tests;

public sealed class PostgreSqlHandlerTests(SharedServer server) : HandlerSuite(new PostgreSqlTestDatabase(server));
