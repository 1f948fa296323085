namespace EventGen.RabbitMQ.Tests.Conformance;

public sealed class ExclusiveTransportTests() : TransportSuite(new RabbitMQBackend(isExclusive: true));
