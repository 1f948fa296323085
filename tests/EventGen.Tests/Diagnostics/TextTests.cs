namespace EventGen.Tests.Diagnostics;

/// <summary>What is read in a log or a debugger says what is in it, lists too.</summary>
public sealed class TextTests
{
    [Fact]
    public void Report_CountsHandlersThatAreEqual()
    {
        var report = new DrainReport
        {
            Undelivered = new Dictionary<string, int>(), Retrying = new Dictionary<string, int>(), Running = 3, RunningHandlers = ["A on a", "B on b", "B on b"], Stuck = ["C on c", "C on c"],
        };

        Assert.Equal("3 still running (A on a; 2 x B on b), 2 x C on c stuck", report.ToString());
    }

    [Fact]
    public async Task Health_SaysWhatIsWrong_AndHowEachPublisherFares()
    {
        await using var bus = await TestBus.StartAsync(publishers: [new FailingPublisher("first")]);
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await bus.DrainAsync();

        string text = bus.GetHealth().ToString();

        Assert.StartsWith("Unhealthy: ", text, StringComparison.Ordinal);
        Assert.Contains("failed: 1, dropped: 0, dead letters: 1,", text, StringComparison.Ordinal);
        Assert.EndsWith("publishers: first Degraded (InvalidOperationException), second Healthy]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_NameWhatTheirListsHold()
    {
        await using var bus = await TestBus.StartAsync(publishers: [new FailingPublisher("first")]);
        bus.Statistics.Start();
        var topic = bus.Topic<TwoPublishersEvent>();
        await topic.EmitAsync(new TwoPublishersEvent(1));
        await bus.DrainAsync();

        Assert.Equal("'two.publishers' of EventGen.Tests.TwoPublishersEvent, version 1, published to first and second", topic.Descriptor.ToString());
        Assert.Equal(
            "'two.publishers', emitted: 1, received: 0; first: 1 attempted, 1 failed, 1 dead-lettered; second: 1 attempted, 0 failed, 0 dead-lettered",
            bus.Statistics.Find("two.publishers")!.ToString());
        Assert.Equal("1 in all; 1 x 'first' on 'two.publishers' (System.InvalidOperationException)", (await bus.DeadLetters.SummariseAsync()).ToString());
        Assert.Equal(
            "Attempts = 5, Delay = 0:00:00.2, MaxDelay = 0:00:30, Backoff = Exponential, Jitter = True, WhileRetrying = Block, On = System.IO.IOException, System.TimeoutException",
            new RetryPolicy { On = [typeof(IOException), typeof(TimeoutException)] }.ToString());
        Assert.EndsWith("CausationId = , Headers = region, tenant", new EventMetadata { Headers = new Dictionary<string, string> { ["region"] = "s3cret", ["tenant"] = "s3cret" } }.ToString(), StringComparison.Ordinal);
    }
}
