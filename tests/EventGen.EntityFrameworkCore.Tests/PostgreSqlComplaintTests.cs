namespace EventGen.EntityFrameworkCore.Tests;

public sealed class PostgreSqlComplaintTests(SharedServer server) : ComplaintSuite(new PostgreSqlTestDatabase(server));
