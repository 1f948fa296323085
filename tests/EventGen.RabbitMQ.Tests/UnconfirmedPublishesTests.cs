using RabbitMQ.Client;

namespace EventGen.RabbitMQ.Tests;

public sealed class UnconfirmedPublishesTests
{
    private readonly UnconfirmedPublishes _publishes = new();
    private readonly List<UnconfirmedPublish> _answered = [];

    [Fact]
    public void Oldest_IsTheSmallestThatIsOpen_InWhateverOrderTheyAreAnswered()
    {
        for (int number = 1; number <= 5; number++) _publishes.Add(Publish());

        Assert.Equal(1ul, Answer(2));
        Assert.Equal(1ul, Answer(3));
        Assert.Equal(4ul, Answer(1));
        Assert.Equal(4ul, Answer(3));   // once more
        Assert.Equal(6ul, Answer(5, multiple: true));
        Assert.Equal([2ul, 3ul, 1ul, 4ul, 5ul], _answered.Select(static publish => publish.Number));
        Assert.Equal(6ul, Answer(ulong.MaxValue, multiple: true));   // none of those that were published
        _publishes.Add(Publish());
        Assert.Equal(6ul, _publishes.Oldest);
    }

    [Fact]
    public void TheNumberOfOneThatHasNotLeft_IsThatOfTheNext()
    {
        var stays = Publish();
        _publishes.Add(stays);
        Answer(1);
        var takenBack = Publish();
        _publishes.Add(takenBack);
        _publishes.TakeBack(takenBack);
        var next = Publish();
        _publishes.Add(next);

        Assert.Equal((2ul, 2ul), (next.Number, _publishes.Oldest));
        Assert.Equal(3ul, Answer(2));
    }

    [Fact]
    public void OfTwoWithOneId_TheOlderIsFound()
    {
        UnconfirmedPublish first = Publish("a"), other = Publish("b"), second = Publish("a");
        foreach (var publish in (UnconfirmedPublish[])[first, other, second]) _publishes.Add(publish);

        Assert.Same(first, _publishes.Find("a"));
        Answer(1);
        Assert.Same(second, _publishes.Find("a"));
        Assert.Null(_publishes.Find("c"));
    }

    private static UnconfirmedPublish Publish(string id = "") => new("shop", new BasicProperties { MessageId = id }, default);

    private ulong Answer(ulong number, bool multiple = false)
    {
        _publishes.Answer(number, multiple, _answered);
        return _publishes.Oldest;
    }
}
