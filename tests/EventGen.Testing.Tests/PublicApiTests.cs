using EventGen.TestKit;

namespace EventGen.Testing.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_IsTheApprovedOne() => Snapshot.Match(PublicApi.Of(typeof(TestEventBus).Assembly));
}
