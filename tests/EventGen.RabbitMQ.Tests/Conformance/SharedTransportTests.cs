namespace EventGen.RabbitMQ.Tests.Conformance;

public sealed class SharedTransportTests() : TransportSuite(new RabbitMQBackend(isExclusive: false));
