namespace EventGen.Tests.Publishing;

public sealed class MemoryPublisherTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    [InlineData("re\ndis")]
    [InlineData("re\u0085dis")]
    [InlineData("re\u2028dis")]
    [InlineData("redis\0")]
    public void Name_ThatCannotBeSeenOnOneLine_IsRefused(string name) => Assert.Throws<ArgumentException>(() => new MemoryPublisher(name));

    [Theory]
    [InlineData("redis")]
    [InlineData("Bestellungen für Jürgen")]
    [InlineData("注文 📦")]
    public void Name_OfAnyScript_IsTaken(string name) => Assert.Equal(name, new MemoryPublisher(name).Name);

    [Fact]
    public async Task Messages_AreWhatWasPublishedInOrder_UntilCleared()
    {
        var publisher = new MemoryPublisher("memory");
        await publisher.PublishAsync(Message("a"), default);
        await publisher.PublishAsync(Message("b"), default);
        var before = publisher.Messages;

        publisher.Clear();
        await publisher.PublishAsync(Message("c"), default);

        Assert.Equal(["a", "b"], before.Select(static message => message.EventId));
        Assert.Equal(["c"], publisher.Messages.Select(static message => message.EventId));
    }

    [Fact]
    public async Task Messages_StayReadableAfterTheBusHasStopped()
    {
        var publisher = new MemoryPublisher("first");
        var bus = await TestBus.StartAsync(publishers: [publisher]);
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));

        await bus.DisposeAsync();

        Assert.Single(publisher.Messages);
    }

    [Fact]
    public async Task PublishAsync_FromManyThreads_LosesNothing()
    {
        var publisher = new MemoryPublisher("memory");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 500; i++) await publisher.PublishAsync(Message("e"), default);
        })));

        Assert.Equal(2000, publisher.Messages.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void EmptyName_IsRefused(string name) => Assert.Throws<ArgumentException>("name", () => new MemoryPublisher(name));

    [Fact]
    public void NoName_IsRefused() => Assert.Throws<ArgumentNullException>("name", () => new MemoryPublisher(null!));

    private static EventMessage Message(string id) => new() { Id = Guid.NewGuid(), EventId = id, Payload = "1"u8.ToArray(), Timestamp = DateTimeOffset.UnixEpoch };
}
