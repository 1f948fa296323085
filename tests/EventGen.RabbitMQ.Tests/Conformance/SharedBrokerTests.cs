namespace EventGen.RabbitMQ.Tests.Conformance;

[Collection(MortalServer.Name)]
public sealed class SharedBrokerTests() : BrokerSuite(new RabbitMQBackend(isExclusive: false, isMortal: true));
