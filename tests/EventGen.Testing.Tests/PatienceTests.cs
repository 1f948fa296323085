using EventGen.Testing.Tests.Shop;

namespace EventGen.Testing.Tests;

public sealed class PatienceTests
{
    public static TheoryData<TimeSpan> Impossible() => [TimeSpan.Zero, TimeSpan.FromSeconds(-1), TimeSpan.MinValue, TimeSpan.FromDays(25), TimeSpan.MaxValue];

    public static TheoryData<TimeSpan> Possible() => [TimeSpan.FromMinutes(5), TimeSpan.FromDays(24), Timeout.InfiniteTimeSpan];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Patience_ThatNoWaitCanHave_IsRefused_AndChangesNothing(TimeSpan patience)
    {
        using var bus = TestEventBus.Create();

        Assert.Throws<ArgumentOutOfRangeException>(() => bus.Patience = patience);

        Assert.Equal(TimeSpan.FromSeconds(30), bus.Patience);
    }

    [Theory]
    [MemberData(nameof(Possible))]
    public async Task Patience_ThatAWaitCanHave_IsTaken(TimeSpan patience)
    {
        await using var bus = await TestEventBus.StartNewAsync(cancellationToken: TestContext.Current.CancellationToken);

        bus.Patience = patience;

        await bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced("c-1", 1m), TestContext.Current.CancellationToken);
        await bus.WaitForHandledAsync<OrderPlaced>(cancellationToken: TestContext.Current.CancellationToken);
        await bus.WhenIdleAsync(TestContext.Current.CancellationToken);
    }
}
