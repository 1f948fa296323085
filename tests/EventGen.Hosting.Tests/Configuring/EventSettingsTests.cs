namespace EventGen.Hosting.Tests.Configuring;

public sealed class EventSettingsTests
{
    [Fact]
    public void Section_OfAnEventAndItsHandlers_SetsTheirOptionsAlone()
    {
        var options = ConfiguredHost.Options(
            ("HandlerTimeout", "00:00:09"),
            ("Events:order.placed:HandlerTimeout", "00:00:05"),
            ("Events:order.placed:Retry:Attempts", "7"),
            ("Events:order.placed:PublisherRetry:Attempts", "8"),
            ("Events:order.placed:Handlers:receipts:HandlerTimeout", "Infinite"),
            ("Events:order.placed:Handlers:receipts:Retry:WhileRetrying", "park"));

        Assert.Equal(TimeSpan.FromSeconds(9), options.HandlerTimeout);
        var (id, order) = Assert.Single(options.Events);
        Assert.Equal(("order.placed", 7, 8, TimeSpan.FromSeconds(5)), (id, order.Retry!.Attempts, order.PublisherRetry!.Attempts, order.HandlerTimeout!.Value));
        var (name, receipts) = Assert.Single(order.Handlers);
        Assert.Equal(("receipts", KeyOrder.Park, Timeout.InfiniteTimeSpan), (name, receipts.Retry!.WhileRetrying, receipts.HandlerTimeout!.Value));
    }

    [Fact]
    public void Section_WrittenInAnotherCase_MeansTheSameEventAndHandler()
    {
        var options = ConfiguredHost.Options(("events:ORDER.PLACED:handlers:Receipts:handlertimeout", "00:00:03"));

        Assert.Equal(TimeSpan.FromSeconds(3), options.Events["order.placed"].Handlers["receipts"].HandlerTimeout);
    }

    [Fact]
    public void Retry_LeavesWhatItDoesNotSayToThePolicysOwnDefaults()
    {
        var policy = ConfiguredHost.Options(("Retry:Delay", "00:00:01")).Retry;

        Assert.Equal(new RetryPolicy { Delay = TimeSpan.FromSeconds(1), On = policy.On, Except = policy.Except }, policy);
    }

    [Fact]
    public void Retry_ReadsExceptionsByTheirNames_AndTheirAssemblys()
    {
        var policy = ConfiguredHost.Options(
            ("Retry:On:0", "System.TimeoutException"),
            ("Retry:On:1", "System.Net.Http.HttpRequestException, System.Net.Http"),
            ("Retry:Except:0", "EventGen.EventQueueFullException")).Retry;

        Assert.Equal([typeof(TimeoutException), typeof(HttpRequestException)], policy.On);
        Assert.Equal([typeof(EventQueueFullException)], policy.Except);
    }

    [Theory]
    [InlineData("System.TimeoutExeption")]
    [InlineData("System.String")]
    [InlineData("Acme.AcmeException, Acme.Missing")]
    [InlineData("not, a [name")]
    [InlineData("")]
    public async Task Retry_OnAnExceptionThatIsNone_IsAFault(string name)
    {
        string fault = Assert.Single(await ConfiguredHost.ErrorsAsync(("Events:order.placed:Retry:On:0", name)));

        Assert.StartsWith($"Events:order.placed:Retry:On names '{name}' in the configuration", fault, StringComparison.Ordinal);
    }
}
