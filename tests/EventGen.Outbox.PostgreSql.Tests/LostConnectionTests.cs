namespace EventGen.Outbox.PostgreSql.Tests;

public sealed class LostConnectionTests(SharedServer server) : LostConnectionSuite(new PostgreSqlBackend(server), "SELECT pg_terminate_backend(pg_backend_pid())");
