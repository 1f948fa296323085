namespace EventGen.EntityFrameworkCore.Tests;

public sealed class SqliteHandlerTests() : HandlerSuite(new SqliteTestDatabase());
