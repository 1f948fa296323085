namespace EventGen.EntityFrameworkCore.Tests;

public sealed class SqliteTriggerTests() : TriggerSuite(new SqliteTestDatabase());
