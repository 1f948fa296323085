namespace EventGen.Publishers.Conformance;

/// <summary>No suite that a back end has to pass can be left out unnoticed. The suites of a back end stand in the namespace of the derived class.</summary>
/// <param name="backends">Each back end of the project, with what the names of its suites begin with.</param>
public abstract class SuiteCoverage(params (string Prefix, Backend Backend)[] backends)
{
    private static readonly (Capabilities Capability, Type Suite)[] s_suites =
    [
        (Capabilities.None, typeof(TransportSuite)),
        (Capabilities.Broadcasts, typeof(BroadcastSuite)),
        (Capabilities.Persists, typeof(PersistentSuite)),
        (Capabilities.HasServer, typeof(BrokerSuite)),
    ];

    [Fact]
    public void EachBackend_RunsExactlyTheSuitesOfItsCapabilities()
    {
        var expected = backends.SelectMany(static named => s_suites
            .Where(suite => (named.Backend.Capabilities & suite.Capability) == suite.Capability)
            .Select(suite => $"{named.Prefix}: {suite.Suite.Name}"));
        var actual = GetType().Assembly.GetTypes()
            .Where(type => type.Namespace == GetType().Namespace && type.IsSubclassOf(typeof(Suite)))
            .Select(type => $"{backends.FirstOrDefault(named => type.Name.StartsWith(named.Prefix, StringComparison.Ordinal)).Prefix}: {type.BaseType!.Name}");

        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Suites_AreAllOfThem() =>
        Assert.Equal(
            typeof(Suite).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(Suite))).Select(static type => type.Name).Order(StringComparer.Ordinal),
            s_suites.Select(static suite => suite.Suite.Name).Order(StringComparer.Ordinal));
}
