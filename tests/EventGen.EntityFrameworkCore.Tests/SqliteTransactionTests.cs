namespace EventGen.EntityFrameworkCore.Tests;

public sealed class SqliteTransactionTests() : TransactionSuite(new SqliteTestDatabase());
