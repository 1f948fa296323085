namespace EventGen.Stress.Tests.Queueing;

/// <summary>The spares by themselves: takers and keepers in any number.</summary>
public sealed class EnvelopePoolTests
{
    [Fact]
    public void Spares_AreTakenAsOftenAsTheyWereKept_UpToTheBound()
    {
        var spares = new EnvelopePool(4);
        EventEnvelope[] kept = [.. Enumerable.Range(0, 5).Select(static _ => new EventEnvelope<SubscriberOnlyEvent>())];

        Assert.Null(spares.TryTake());
        foreach (var spare in kept) spares.Keep(spare);

        Assert.Equal([.. kept.Take(4), null], Enumerable.Range(0, 5).Select(_ => spares.TryTake()));
    }

    [Fact]
    public Task Spare_IsNeverInTwoHands() => StressTime.RepeatAsync(share: 0.05, static async seed =>
    {
        var random = new Random(seed);
        int hands = random.Next(2, 5), each = random.Next(1, 4);
        var spares = new EnvelopePool(random.Next(1, 16));
        var start = new AsyncBarrier(hands);

        // Who finds a number there that it has not written shares the packing with somebody.
        await Deadline.WithinAsync(
            Task.WhenAll(Enumerable.Range(1, hands).Select(hand => Task.Run(async () =>
            {
                var held = new EventEnvelope<int>[each];
                await start.SignalAndWaitAsync();
                for (int round = 0; round < 5_000; round++)
                {
                    for (int i = 0; i < each; i++)
                    {
                        held[i] = (EventEnvelope<int>?)spares.TryTake() ?? new EventEnvelope<int>();
                        Assert.Equal(0, held[i].Payload);
                        held[i].Fill(hand, null, null, null);
                    }

                    if (round % 8 == 0) await Task.Yield();
                    foreach (var packing in held)
                    {
                        Assert.Equal(hand, packing.Payload);
                        packing.Clear();
                        spares.Keep(packing);
                    }
                }
            }))),
            "the hands");
    });
}
