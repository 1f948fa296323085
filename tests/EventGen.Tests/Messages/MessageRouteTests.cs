namespace EventGen.Tests.Publishing;

public sealed class MessageRouteTests
{
    [Fact]
    public void AWay_HasTheBusesAndPublishersThatWereAdded_WhateverTheirNames()
    {
        string[] names = ["redis", "their, nats", "@bus", "*", "größe", ""];
        string via = MessageRoute.Add(MessageRoute.Add(null, "one", names), "two", ["later"]);

        Assert.All(names, name => Assert.True(MessageRoute.HasPublisher(via, name), name));
        Assert.True(MessageRoute.HasPublisher(via, "later"));
        Assert.True(MessageRoute.HasBus(via, "one") && MessageRoute.HasBus(via, "two"));
        Assert.False(MessageRoute.HasPublisher(via, "red") || MessageRoute.HasPublisher(via, "bus") || MessageRoute.HasPublisher(via, "nats"));
        Assert.False(MessageRoute.HasBus(via, "bus") || MessageRoute.HasBus(via, "redis"));
    }

    [Fact]
    public void AWayThatIsTooLong_IsClosed_AndStaysReadable()
    {
        string? via = null;
        for (int bus = 0; bus < 100; bus++) via = MessageRoute.Add(via, Guid.NewGuid().ToString("N"), ["rabbitmq", $"nats {bus}"]);

        Assert.InRange(via!.Length, 900, EventMessageLimits.Default.MaxHeaderLength);
        Assert.True(MessageRoute.HasPublisher(via, "anything"));
        Assert.Equal(via, MessageRoute.Add(via, "another", ["one"]));
    }

    [Fact]
    public void AWayOfOthersThatIsAsLongAsItMayBe_IsClosed()
    {
        string via = MessageRoute.Add(new string('x', EventMessageLimits.Default.MaxHeaderLength), "bus", []);

        Assert.True(MessageRoute.HasPublisher(via, "anything"));
        Assert.InRange(via.Length, 1, EventMessageLimits.Default.MaxHeaderLength);
    }

    [Fact]
    public void NoWay_HasNothing() => Assert.False(MessageRoute.HasBus(null, "bus") || MessageRoute.HasPublisher(null, "redis"));
}
