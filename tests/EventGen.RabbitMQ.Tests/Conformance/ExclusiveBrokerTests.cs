namespace EventGen.RabbitMQ.Tests.Conformance;

[Collection(MortalServer.Name)]
public sealed class ExclusiveBrokerTests() : BrokerSuite(new RabbitMQBackend(isExclusive: true, isMortal: true));
