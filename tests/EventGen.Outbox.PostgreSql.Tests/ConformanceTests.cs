namespace EventGen.Outbox.PostgreSql.Tests;

public sealed class AcceptingTests(SharedServer server) : AcceptingSuite(new PostgreSqlBackend(server));

public sealed class OrderTests(SharedServer server) : OrderSuite(new PostgreSqlBackend(server));

public sealed class LeaseTests(SharedServer server) : LeaseSuite(new PostgreSqlBackend(server));

public sealed class ScheduleTests(SharedServer server) : ScheduleSuite(new PostgreSqlBackend(server));

public sealed class InboxTests(SharedServer server) : InboxSuite(new PostgreSqlBackend(server));

public sealed class DeadLetterTests(SharedServer server) : DeadLetterSuite(new PostgreSqlBackend(server));

public sealed class SchemaTests(SharedServer server) : SchemaSuite(new PostgreSqlBackend(server));

public sealed class TransactionTests(SharedServer server) : TransactionSuite(new PostgreSqlBackend(server));

public sealed class DurableBatchTests(SharedServer server) : DurableBatchSuite(new PostgreSqlBackend(server));

public sealed class ConcurrencyTests(SharedServer server) : ConcurrencySuite(new PostgreSqlBackend(server));

public sealed class ProgramTests(SharedServer server) : BusSuite(new PostgreSqlBackend(server));

public sealed class TriggerTests(SharedServer server) : TriggerSuite(new PostgreSqlBackend(server));

public sealed class ObservationTests(SharedServer server) : ObservationSuite(new PostgreSqlBackend(server));

public sealed class CapacityTests(SharedServer server) : CapacitySuite(new PostgreSqlBackend(server));

public sealed class ClockTests(SharedServer server) : ClockSuite(new PostgreSqlBackend(server));

public sealed class HandlerTransactionTests(SharedServer server) : HandlerTransactionSuite(new PostgreSqlBackend(server));

public sealed class RefusedSettlementTests(SharedServer server) : RefusedSettlementSuite(new PostgreSqlBackend(server));

public sealed class HandlersSecretTests(SharedServer server) : SecretSuite(new PostgreSqlBackend(server));

public sealed class FromMemoryTests(SharedServer server) : FromMemorySuite(new PostgreSqlBackend(server), static id => RowPosition.OfMemory(1, id));

public sealed class WaysToEmitTests(SharedServer server) : WaysToEmitSuite(new PostgreSqlBackend(server));
