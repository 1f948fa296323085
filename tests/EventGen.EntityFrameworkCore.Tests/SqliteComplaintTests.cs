namespace EventGen.EntityFrameworkCore.Tests;

public sealed class SqliteComplaintTests() : ComplaintSuite(new SqliteTestDatabase());
