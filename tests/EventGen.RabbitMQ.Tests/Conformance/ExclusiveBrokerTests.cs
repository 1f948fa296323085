namespace EventGen.RabbitMQ.Tests.Conformance;

[Collection(OtherMortalServer.Name)]
public sealed class ExclusiveBrokerTests() : BrokerSuite(new RabbitMQBackend(isExclusive: true, isMortal: true));
