using EventGen.TestKit;
using EventGen.Testing.Tests.Shop;

namespace EventGen.Testing.Tests;

/// <summary>What a failed test writes is kept with the log of the build.</summary>
public sealed class SensitiveTextTests
{
    [Fact]
    public async Task Assertions_HideSensitiveParts()
    {
        await using var bus = await TestEventBus.StartNewAsync();
        await bus.Topic<CardCharged>().EmitAsync(new CardCharged(42m, "4111-2222"));
        await bus.Topic<CardCharged>().EmitAsync(new CardCharged(-1m, "4333-4444"));
        await bus.WhenIdleAsync();

        string message = Assert.Throws<EventAssertionException>(() => bus.AssertEmitted<Tick>()).Message;

        Assert.Equal(
            """
            tick was to be emitted. What has happened:
              emitted card.charged: CardCharged { Total = 42, Card = *** }
              emitted card.charged: CardCharged { Total = -1, Card = *** }
              failed card.charged, attempt 1: Handler 'cashier' failed on event 'card.charged': InvalidOperationException: *** was refused
              handled card.charged by cashier: CardCharged { Total = 42, Card = *** }
              published card.charged to archive: {"Total":-1,"Card":"***"}
              published card.charged to archive: {"Total":42,"Card":"***"}
            """.Split(Environment.NewLine).Order(StringComparer.Ordinal),
            message.Split('\n').Order(StringComparer.Ordinal));

        // The test itself has them.
        Assert.Equal("4111-2222", bus.AssertEmitted<CardCharged>(static charged => charged.Total > 0).Card);
        Assert.Equal("4333-4444 was refused", bus.AssertFailed<CardCharged>().Exception.Message);
    }

    [Fact]
    public async Task WaitThatFails_HidesSensitivePartsOfWhatRuns()
    {
        var gate = new AsyncGate();
        await using var bus = await TestEventBus.StartNewAsync();
        bus.Topic<CardCharged>().Subscribe(async (CardCharged _) => await gate.PassAsync());
        await bus.Topic<CardCharged>().EmitAsync(new CardCharged(42m, "4111-2222"));
        await gate.Reached;
        bus.Patience = TimeSpan.FromMilliseconds(100);

        string message = (await Assert.ThrowsAsync<EventAssertionException>(() => bus.WhenIdleAsync(TestContext.Current.CancellationToken))).Message;
        gate.Open();

        Assert.Contains("of card.charged (CardCharged { Total = 42, Card = *** })", message, StringComparison.Ordinal);
        Assert.DoesNotContain("4111", message, StringComparison.Ordinal);
    }
}
