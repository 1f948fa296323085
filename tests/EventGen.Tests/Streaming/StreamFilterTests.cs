namespace EventGen.Tests.Streaming;

public sealed class StreamFilterTests
{
    [Fact]
    public void Filter_LetsInWhatItReturnsTrueFor_AndTheRestTakesNoRoom()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { Capacity = 2, Filter = static tick => tick.Count % 5 == 0 });

        bus.EmitValues(1, 14);

        Assert.Equal([new ValuePayloadEvent(5), new ValuePayloadEvent(10)], stream.ReadAll());
        Assert.Equal(0, stream.Dropped);
    }

    [Fact]
    public void Filter_OfAnotherType_IsRefused()
    {
        using var bus = TestBus.Create();
        EventStreamOptions options = new EventStreamOptions<Ping> { Filter = static _ => true };

        var exception = Assert.Throws<ArgumentException>(() => bus.Topic<ValuePayloadEvent>().Stream(options));

        Assert.Contains("EventStreamOptions<ValuePayloadEvent>", exception.Message);
    }

    [Fact]
    public void Filter_ThatThrows_IsReportedAndDisturbsNobody()
    {
        using var bus = TestBus.Create();
        List<DeliveryFailure> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure);
        using var broken = bus.Topic<ValuePayloadEvent>().Stream(new() { Filter = static tick => tick.Count == 1 ? throw new FormatException() : true });
        using var whole = bus.Topic<ValuePayloadEvent>().Stream();

        bus.EmitValues(1, 2);

        Assert.Equal([new ValuePayloadEvent(2)], broken.ReadAll());
        Assert.Equal(Reading.Values(1, 2), whole.ReadAll());
        var failure = Assert.Single(failures);
        Assert.IsType<FormatException>(failure.Exception);
        Assert.Contains("stream of", failure.Handler);
    }
}
