namespace EventGen.EntityFrameworkCore.Tests;

public sealed class PostgreSqlTransactionTests(SharedServer server) : TransactionSuite(new PostgreSqlTestDatabase(server));
