namespace EventGen.RabbitMQ.Tests.Conformance;

public sealed class ExclusiveBroadcastTests() : BroadcastSuite(new RabbitMQBackend(isExclusive: true));
