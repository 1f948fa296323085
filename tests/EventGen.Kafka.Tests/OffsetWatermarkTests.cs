using FsCheck;
using FsCheck.Fluent;

namespace EventGen.Kafka.Tests;

/// <summary>Random messages that are begun in order and settled in any, with what may be committed known from a plain list.</summary>
public sealed class OffsetWatermarkTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(200);

    // Numbers, each of which says a step: FsCheck then knows by itself how to shrink what fails.
    private static readonly Arbitrary<int[]> s_steps = Arb.From(
        Gen.Choose(0, 1_000_000).ArrayOf(),
        static steps => ArbMap.Default.ArbFor<int[]>().Shrinker(steps).Where(static fewer => fewer.All(static step => step >= 0)));

    [Fact]
    public void Committable_IsTheLowestOpenOffset_OrTheOneAfterTheLast() => Check(static (watermark, model) =>
        watermark.Committable == (model.Count == 0 ? null : model.Any(static message => !message.IsSettled) ? model.First(static message => !message.IsSettled).Offset : model[^1].Offset + 1));

    [Fact]
    public void Committable_PassesNoOpenMessage() => Check(static (watermark, model) => model.All(message => message.IsSettled || message.Offset >= watermark.Committable));

    [Fact]
    public void Committable_NeverGoesBack()
    {
        long last = -1;
        Check(
            (watermark, _) =>
            {
                bool isBehind = watermark.Committable < last;
                last = watermark.Committable ?? last;
                return !isBehind;
            },
            () => last = -1);
    }

    [Fact]
    public void OpenAndTracked_AreCounted() => Check(static (watermark, model) =>
    {
        int first = model.FindIndex(static message => !message.IsSettled);
        return watermark.Open == model.Count(static message => !message.IsSettled) && watermark.Tracked == (first < 0 ? 0 : model.Count - first);
    });

    [Fact]
    public void Settle_ATicketAgain_ChangesNothing()
    {
        var watermark = new OffsetWatermark();
        long first = watermark.Begin(5);
        watermark.Begin(6);

        Assert.True(watermark.Settle(first));
        Assert.False(watermark.Settle(first));
        Assert.Equal((6, 1), (watermark.Committable, watermark.Open));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    public void Begin_AnOffsetThatIsNotGreater_IsRefused(long offset)
    {
        var watermark = new OffsetWatermark();
        watermark.Settle(watermark.Begin(5));

        Assert.Throws<ArgumentOutOfRangeException>(() => watermark.Begin(offset));
    }

    private static void Check(Func<OffsetWatermark, List<Message>, bool> holds, Action? begin = null) => Prop.ForAll(s_steps, steps =>
    {
        begin?.Invoke();
        var watermark = new OffsetWatermark();
        List<Message> model = [];
        foreach (int step in steps)
        {
            int choice = step / 2;
            if (step % 2 == 0 || model.Count == 0)
            {
                // With gaps, as transactions and compaction leave them.
                long offset = (model.Count == 0 ? choice % 100 : model[^1].Offset + 1) + (choice % 5 == 0 ? choice % 7 : 0);
                model.Add(new Message(watermark.Begin(offset), offset));
            }
            else
            {
                var message = model[choice % model.Count];
                watermark.Settle(message.Ticket);
                message.IsSettled = true;
            }

            if (!holds(watermark, model)) return false;
        }

        return true;
    }).Check(s_config);

    private sealed class Message(long ticket, long offset)
    {
        public long Ticket => ticket;

        public long Offset => offset;

        public bool IsSettled { get; set; }
    }
}
