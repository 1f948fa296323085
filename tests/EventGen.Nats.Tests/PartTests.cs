namespace EventGen.Nats.Tests;

/// <summary>What is counted, and what is read of what the server sends.</summary>
public sealed class PartTests
{
    [Fact]
    public void PullWindow_AsksForNoMoreThanThereArePlaces_AndForAFewOnlyWhenNothingElseIsDue()
    {
        var window = new PullWindow(8);
        Assert.Equal((8, 0), (window.Take(), window.Take()));
        for (int i = 0; i < 5; i++) window.Arrived();
        window.Settled();
        Assert.Equal(0, window.Take());   // one place is free, and three are asked for
        window.Settled();
        Assert.Equal(2, window.Take());
        window.Expired(5);
        Assert.False(window.IsWaiting);
        Assert.Equal(5, window.Take());
        window.Restart();
        Assert.Equal(5, window.Take());
    }

    [Theory]
    [InlineData("$JS.ACK.shop.desk.3.17.21.1700000000000000000.5", 3, 17UL, 21UL)]
    [InlineData("$JS.ACK.hub.ACCOUNT.shop.desk.3.17.21.1700000000000000000.5", 3, 17UL, 21UL)]
    [InlineData("$JS.ACK.hub.ACCOUNT.shop.desk.3.17.21.1700000000000000000.5.RANDOM", 3, 17UL, 21UL)]
    public void Delivery_IsReadInEachForm(string reply, long times, ulong stream, ulong consumer)
    {
        Assert.True(Delivery.TryParse(reply, out var delivery));
        Assert.Equal((times, stream, consumer), (delivery.Times, delivery.StreamSequence, delivery.ConsumerSequence));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("_INBOX.x")]
    [InlineData("$JS.ACK.shop.desk.-3.17.21.1.5")]
    [InlineData("$JS.ACK.shop.desk.3.17.21.1")]
    public void Delivery_OfAnythingElse_IsNone(string? reply) => Assert.False(Delivery.TryParse(reply, out _));

    [Fact]
    public void HeaderBlock_HasWhatWasSent_InItsOrder_WhateverItsNamesAre()
    {
        var headers = HeaderBlock.Parse("NATS/1.0\r\nce-type: a\r\nCE-Type:b\r\nce-specversion: 1.0\r\nce-id:  2 \r\nnone\r\n: nobody\r\nown:\r\nce-source: c\r\n\r\n"u8);

        Assert.Equal([new("ce-type", "a"), new("CE-Type", "b"), new("ce-specversion", "1.0"), new("ce-id", "2"), new("own", ""), new("ce-source", "c")], headers.All);
        Assert.Equal(("a", "2", null), (headers["CE-TYPE"], headers["ce-id"], headers["none"]));
    }

    [Fact]
    public void SequenceGaps_CountsWhatNobodyGot_AndNothingThatOthersGot()
    {
        var gaps = new SequenceGaps();
        gaps.Begin(stream: 10, consumer: 20);
        Assert.Equal(0, gaps.Observe(new Delivery("", 1, 11, 21)));
        Assert.Equal(0, gaps.Observe(new Delivery("", 1, 14, 24)));   // two went to another instance
        Assert.Equal(0, gaps.Observe(new Delivery("", 2, 12, 25)));   // delivered again
        Assert.Equal(5, gaps.Observe(new Delivery("", 1, 21, 26)));   // 15 to 20, of which the repeated one hides one
    }

    [Fact]
    public void OpenMessages_KnowsWhatItHas_HadAndGaveBack_UntilTheStreamIsAnother()
    {
        var open = new OpenMessages();
        open.Begin(DateTimeOffset.UnixEpoch);
        var (first, _) = open.Add(new Delivery("a", 1, 1, 1));
        Assert.Equal((null, false), open.Add(new Delivery("b", 2, 1, 2)));
        Assert.Equal("b", first!.Reply);
        open.Remove(first, isHandled: true);
        Assert.Equal((null, true), open.Add(new Delivery("c", 3, 1, 3)));
        var (second, _) = open.Add(new Delivery("d", 1, 2, 4));
        open.Remove(second!, isHandled: false);
        Assert.True(open.WasReturned(2));
        var (third, _) = open.Add(new Delivery("e", 1, 3, 5));

        Assert.False(open.Begin(DateTimeOffset.UnixEpoch.AddDays(1)));
        Assert.False(open.IsOfThisStream(third!));
        Assert.False(open.WasReturned(2));
        Assert.NotNull(open.Add(new Delivery("f", 1, 1, 1)).Message);
    }
}
