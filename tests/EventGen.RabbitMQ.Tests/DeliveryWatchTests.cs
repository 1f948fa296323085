namespace EventGen.RabbitMQ.Tests;

/// <summary>When a consumer counts as one that gets nothing.</summary>
public sealed class DeliveryWatchTests
{
    [Fact]
    public void MessagesThatWait_WhileNoneComes_AreToldInTheThirdLook()
    {
        var watch = new DeliveryWatch(mayBeStandby: false);

        Assert.Equal([false, false, true], Looks(watch, waiting: 2, arrived: 0));
    }

    [Theory]
    [InlineData(0u, true)]   // none waits
    [InlineData(2u, false)]   // it has as many as it may
    public void AConsumerThatShouldGetNone_IsWell(uint waiting, bool hasRoom) =>
        Assert.DoesNotContain(true, Looks(new DeliveryWatch(mayBeStandby: false), waiting, arrived: 5, hasRoom, times: 9));

    [Fact]
    public void AConsumerThatGetsSome_IsWell_HoweverManyWait()
    {
        var watch = new DeliveryWatch(mayBeStandby: false);

        Assert.All(Enumerable.Range(1, 9), arrived => Assert.False(watch.IsStarving(1000, arrived, hasRoom: true)));
    }

    // What waits is the active one's.
    [Fact]
    public void AConsumerThatWaitsForItsTurn_IsWell_UntilItHasHadOne()
    {
        var watch = new DeliveryWatch(mayBeStandby: true);

        Assert.DoesNotContain(true, Looks(watch, waiting: 2, arrived: 0, times: 9));
        Assert.Equal([false, false, false, true], Looks(watch, waiting: 2, arrived: 1, times: 4));
    }

    [Fact]
    public void ASuspicion_IsLookedIntoSoon()
    {
        var watch = new DeliveryWatch(mayBeStandby: false);
        var usual = watch.Interval;

        watch.IsStarving(1, 0, hasRoom: true);
        Assert.True(watch.Interval < usual);
        watch.IsStarving(1, 1, hasRoom: true);
        Assert.Equal(usual, watch.Interval);
    }

    private static bool[] Looks(DeliveryWatch watch, uint waiting, long arrived, bool hasRoom = true, int times = 3) =>
        [.. Enumerable.Range(0, times).Select(_ => watch.IsStarving(waiting, arrived, hasRoom))];
}
