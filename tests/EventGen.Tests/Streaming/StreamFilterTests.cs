namespace EventGen.Tests.Streaming;

public sealed class StreamFilterTests
{
    [Fact]
    public void Filter_LetsInWhatItReturnsTrueFor_AndTheRestTakesNoRoom()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<Tick>().Stream(new() { Capacity = 2, Filter = static tick => tick.Count % 5 == 0 });

        bus.EmitTicks(1, 14);

        Assert.Equal([new Tick(5), new Tick(10)], stream.ReadAll());
        Assert.Equal(0, stream.Dropped);
    }

    [Fact]
    public void Filter_OfAnotherType_IsRefused()
    {
        using var bus = TestBus.Create();
        EventStreamOptions options = new EventStreamOptions<Ping> { Filter = static _ => true };

        var exception = Assert.Throws<ArgumentException>(() => bus.Topic<Tick>().Stream(options));

        Assert.Contains("EventStreamOptions<Tick>", exception.Message);
    }

    [Fact]
    public void Filter_ThatThrows_IsReportedAndDisturbsNobody()
    {
        using var bus = TestBus.Create();
        List<DeliveryFailure> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure);
        using var broken = bus.Topic<Tick>().Stream(new() { Filter = static tick => tick.Count == 1 ? throw new FormatException() : true });
        using var whole = bus.Topic<Tick>().Stream();

        bus.EmitTicks(1, 2);

        Assert.Equal([new Tick(2)], broken.ReadAll());
        Assert.Equal(Reading.Ticks(1, 2), whole.ReadAll());
        var failure = Assert.Single(failures);
        Assert.IsType<FormatException>(failure.Exception);
        Assert.Contains("stream of", failure.Handler);
    }
}
