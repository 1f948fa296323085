namespace EventGen.Tests.Catalogue;

public sealed class TopicLookupTests
{
    [Fact]
    public void Topic_IsOneForEachEventAndBus()
    {
        using var bus = TestBus.Create();
        using var other = TestBus.Create();

        Assert.Same(bus.Topic<Ping>(), bus.Topic<Ping>());
        Assert.NotSame(bus.Topic<Ping>(), other.Topic<Ping>());
        Assert.Same(bus, bus.Topic<Ping>().Bus);
        Assert.Equal("ping", bus.Topic<Ping>().ToString());
    }

    [Fact]
    public void Topic_OfATypeThatIsNoEvent_ThrowsAndNamesTheEventsThereAre()
    {
        using var bus = TestBus.Create();

        var thrown = Assert.Throws<InvalidOperationException>(() => bus.Topic<string>());

        Assert.Contains("System.String", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("ping", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("[Event]", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Topic_OnABusWithoutModules_Throws()
    {
        using var bus = EventBus.Create(static _ => { });

        Assert.Empty(bus.Descriptors);
        Assert.Throws<InvalidOperationException>(() => bus.Topic<Ping>());
    }

    [Fact]
    public void Descriptors_ListEveryEventById()
    {
        using var bus = TestBus.Create();
        string[] ids = [.. bus.Descriptors.Select(static descriptor => descriptor.Id)];

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Contains("published", ids);
        Assert.Equal(bus.Topic<Ping>().Descriptor, bus.Descriptors.Single(static descriptor => descriptor.Id == "ping"));
    }
}
