namespace EventGen.RabbitMQ.Tests.Conformance;

public sealed class SharedPersistentTests() : PersistentSuite(new RabbitMQBackend(isExclusive: false));
