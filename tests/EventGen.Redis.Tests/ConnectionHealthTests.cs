namespace EventGen.Redis.Tests;

/// <summary>What a transport tells of how it fares. The class is the same in each of them.</summary>
public sealed class ConnectionHealthTests
{
    private readonly ConnectionHealth _health = new("out", "here");

    public ConnectionHealthTests() => _health.Connected();

    [Fact]
    public void APublishThatFails_IsToldUntilOneSucceeds_ThoughOtherCallsAreAnswered()
    {
        _health.PublishFailed("no answer within 5 s");

        // As the look at the connection does, twice a second.
        _health.Succeeded();
        _health.Connected();
        Assert.Equal((EventBusStatus.Degraded, "here: the last publish failed: no answer within 5 s"), (_health.Current.Status, _health.Current.LastError));

        _health.Accepted();
        Assert.Equal((EventBusStatus.Healthy, null), (_health.Current.Status, _health.Current.LastError));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void APublishThatFailsWithTheConnection_IsToldNoLongerThanThat(bool isFirst)
    {
        if (isFirst) _health.PublishFailed("no answer within 5 s");
        _health.Disconnected("it was closed");
        if (!isFirst) _health.PublishFailed("it was closed");
        Assert.Equal("No connection to here: it was closed", _health.Current.LastError);

        _health.Connected();
        Assert.Equal((EventBusStatus.Healthy, null), (_health.Current.Status, _health.Current.LastError));
    }

    [Fact]
    public void APublishThatAFrozenServerDidNotAnswer_IsToldNoLongerThanThat()
    {
        _health.PublishFailed("no answer within 5 s");
        _health.Failed("no answer within 3 s");
        Assert.Equal("here: no answer within 3 s", _health.Current.LastError);

        _health.Succeeded();
        Assert.Equal(EventBusStatus.Healthy, _health.Current.Status);
    }
}
