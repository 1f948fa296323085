namespace EventGen.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_IsTheApprovedOne() => Snapshot.Match(PublicApi.Of(typeof(EventBus).Assembly));
}
