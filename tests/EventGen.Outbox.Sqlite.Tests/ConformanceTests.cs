namespace EventGen.Outbox.Sqlite.Tests;

public sealed class AcceptingTests() : AcceptingSuite(new SqliteBackend());

public sealed class OrderTests() : OrderSuite(new SqliteBackend());

public sealed class LeaseTests() : LeaseSuite(new SqliteBackend());

public sealed class ScheduleTests() : ScheduleSuite(new SqliteBackend());

public sealed class InboxTests() : InboxSuite(new SqliteBackend());

public sealed class DeadLetterTests() : DeadLetterSuite(new SqliteBackend());

public sealed class SchemaTests() : SchemaSuite(new SqliteBackend());

public sealed class TransactionTests() : TransactionSuite(new SqliteBackend());

public sealed class DurableBatchTests() : DurableBatchSuite(new SqliteBackend());

public sealed class ConcurrencyTests() : ConcurrencySuite(new SqliteBackend());

public sealed class ProgramTests() : BusSuite(new SqliteBackend());

public sealed class TriggerTests() : TriggerSuite(new SqliteBackend());

public sealed class ObservationTests() : ObservationSuite(new SqliteBackend());

public sealed class CapacityTests() : CapacitySuite(new SqliteBackend());

public sealed class ClockTests() : ClockSuite(new SqliteBackend());

public sealed class HandlerTransactionTests() : HandlerTransactionSuite(new SqliteBackend());

public sealed class RefusedSettlementTests() : RefusedSettlementSuite(new SqliteBackend());

public sealed class HandlersSecretTests() : SecretSuite(new SqliteBackend());

public sealed class FromMemoryTests() : FromMemorySuite(new SqliteBackend(), static id => RowPosition.OfMemory(1, id));

public sealed class WaysToEmitTests() : WaysToEmitSuite(new SqliteBackend());
