namespace EventGen.Kafka.Tests.Conformance;

/// <summary>No suite that the back end has to pass can be left out unnoticed.</summary>
public sealed class CapabilityTests
{
    private static readonly (Capabilities Capability, Type Suite)[] s_suites =
    [
        (Capabilities.None, typeof(TransportSuite)),
        (Capabilities.Broadcasts, typeof(BroadcastSuite)),
        (Capabilities.Persists, typeof(PersistentSuite)),
        (Capabilities.HasServer, typeof(BrokerSuite)),
    ];

    [Fact]
    public void Backend_RunsExactlyTheSuitesOfItsCapabilities()
    {
        var backend = new KafkaBackend();

        var expected = s_suites.Where(suite => (backend.Capabilities & suite.Capability) == suite.Capability).Select(static suite => suite.Suite.Name);
        var actual = typeof(CapabilityTests).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(Suite))).Select(static type => type.BaseType!.Name);

        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Suites_AreAllOfThem() =>
        Assert.Equal(
            typeof(Suite).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(Suite))).Select(static type => type.Name).Order(StringComparer.Ordinal),
            s_suites.Select(static suite => suite.Suite.Name).Order(StringComparer.Ordinal));
}
