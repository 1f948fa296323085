namespace EventGen.Publishers.Conformance;

/// <summary>What a back end does that <see cref="Capabilities.Persists"/>.</summary>
public abstract class PersistentSuite(Backend backend) : Suite(backend)
{
    [Fact]
    public Task TwoApplications_EachGetAll_AndTheInstancesOfEachShareThem() => WhereNothingStandsStillAsync(async channel =>
    {
        Station[] first = await ManyAsync(2, _ => ReceiverAsync(channel, application: "first"));
        Station[] second = await ManyAsync(2, _ => ReceiverAsync(channel, application: "second"));
        var sender = await SenderAsync(channel);
        var sent = Parcel.Many(400);

        await sender.SendAsync(sent);

        foreach (Station[] application in (Station[][])[first, second])
        {
            await Eventually.EqualAsync(400, () => application.SelectMany(static instance => instance.Parcels).Distinct().Count(), Patience);
            AssertSame(sent, application.SelectMany(static instance => instance.Parcels));

            // At least once: what a busy server is told late looks left behind.
            Assert.InRange(application.Sum(static instance => instance.Seen.Count), 400, 600);
        }
    });

    [Fact]
    public async Task WhatAnApplicationPublishesItself_ItDoesNotReceive_AndSaysSoOnce()
    {
        var log = new LogRecorder();
        await using var receiver = await Station.ReceiverAsync(Backend.Create(), log: log);
        await using var other = await Station.ReceiverAsync(Backend.Create(), log: log);
        Parcel[] own = Parcel.Many(3);
        await other.SendAsync(own);

        // Behind them; either instance may get it.
        var sender = await SenderAsync();
        var sent = Parcel.New(1);
        await sender.SendAsync(sent);
        await Eventually.TrueAsync(() => receiver.Parcels.Concat(other.Parcels).Contains(sent), Patience);
        await Eventually.TrueAsync(() => log.Count(146) > 0, Patience);

        Assert.Empty(receiver.Parcels.Intersect(own));
        Assert.InRange(log.Count(146), 1, 2);   // each instance once at most
        Assert.All(log.Entries.Where(static entry => entry.Id == 146), static entry => Assert.Contains("application 'receiver'", entry.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatAnInstanceLeftUnfinished_IsDeliveredToAnother()
    {
        var gate = new AsyncGate(expected: 2);
        var first = await ReceiverAsync(
            configure: static options => (options.Workers, options.DrainTimeout) = (4, TimeSpan.Zero),
            handling: async (parcel, token) =>
            {
                if (parcel.Number is 20 or 40) await gate.PassAsync(token);
            });
        var sender = await SenderAsync();
        Parcel[] sent = [.. Enumerable.Range(0, 100).Select(static number => Parcel.New(number, $"key {number}"))];
        await sender.SendAsync(sent);
        await gate.ReachedWithinAsync(Patience);
        await first.HasAsync(98);

        await first.DisposeAsync();
        var second = await ReceiverAsync();

        await Eventually.TrueAsync(() => second.Parcels.Where(static parcel => parcel.Number is 20 or 40).Distinct().Count() == 2, Patience);
        AssertSame(sent, first.Parcels.Concat(second.Parcels));
    }

    [Fact]
    public Task ALongHandler_IsNotGivenToAnother() => WhereNothingStandsStillAsync(async channel =>
    {
        var gate = new AsyncGate();
        await ManyAsync(2, _ => ReceiverAsync(channel, handling: async (_, token) => await gate.PassAsync(token)));
        var sender = await SenderAsync(channel);

        await sender.SendAsync(Parcel.New(1));
        await gate.ReachedWithinAsync(Patience);
        await Task.Delay(Backend.ClaimAfter * 3, TestContext.Current.CancellationToken);
        gate.Open();

        Assert.Equal(1, gate.Arrivals);
    });

    [Fact]
    public async Task BatchesWithANewInstanceEach_AreAllHandled()
    {
        var sender = await SenderAsync();
        HashSet<Parcel> seen = [];
        List<Parcel> sent = [];
        for (int batch = 0; batch < 5; batch++)
        {
            var instance = await ReceiverAsync();
            var parcels = Parcel.Many(1000, $"batch {batch}");
            sent.AddRange(parcels);
            await Task.WhenAll(parcels.Chunk(100).Select(sender.SendAsync));
            if (batch % 2 == 0) await Eventually.TrueAsync(() => instance.Seen.Count >= 500, Patience);
            await instance.DisposeAsync();   // with parcels still to come
            seen.UnionWith(instance.Parcels);
        }

        var last = await ReceiverAsync();
        await Eventually.TrueAsync(() => seen.Union(last.Parcels).Count() == sent.Count, Patience);
        AssertSame(sent, seen.Union(last.Parcels));
    }

    [Fact]
    public async Task ParcelsSentWhileNobodyReceives_AreReceivedLater()
    {
        await (await ReceiverAsync()).DisposeAsync();
        var sender = await SenderAsync();
        var sent = Parcel.Many(100);
        await sender.SendAsync(sent);

        var later = await ReceiverAsync();

        await later.HasAsync(100);
        AssertSame(sent, later.Parcels);
    }

    [Fact]
    public Task WhatIsNotKeptAsADeadLetter_IsDeliveredAgain() => WhereNothingStandsStillAsync(async channel =>
    {
        var store = new DeadLetterStore { Fails = true };
        var receiver = await ReceiverAsync(channel, handling: static (_, _) => throw new InvalidDataException(), deadLetters: store);
        var sender = await SenderAsync(channel);
        await sender.SendAsync(Parcel.New(1));
        await Backend.PutAsync("no json"u8.ToArray(), channel);

        await Eventually.TrueAsync(() => receiver.Bus.GetHealth() is { Rejected: > 1, Failed: > 1 }, Patience);
        store.Fails = false;

        await Eventually.TrueAsync(() => store.DeadLetters.Select(static deadLetter => deadLetter.Kind).ToHashSet().SetEquals([DeadLetterKind.Handler, DeadLetterKind.RejectedMessage]), Patience);
        await AssertNothingIsLeftAsync(receiver, sender, channel);
    });

    [Fact]
    public Task WhatIsBeingKeptAsADeadLetter_IsAttended_AndIsDoneWithOnceItIsKept() => WhereNothingStandsStillAsync(async channel =>
    {
        var gate = new AsyncGate(expected: 2);
        var store = new DeadLetterStore { Gate = gate };
        var receiver = await ReceiverAsync(channel, handling: static (_, _) => throw new InvalidDataException(), deadLetters: store);
        var sender = await SenderAsync(channel);
        await sender.SendAsync(Parcel.New(1));
        await Backend.PutAsync("no json"u8.ToArray(), channel);
        await gate.ReachedWithinAsync(Patience);

        // As long as what is unattended would have been taken over several times. Some give the other nothing while it lasts: it may not receive yet.
        var other = await ReceiverAsync(channel, canReceive: false);
        await Task.Delay(Backend.ClaimAfter * 4, TestContext.Current.CancellationToken);
        var given = (other.Seen.Count, other.Bus.GetHealth().Rejected);
        gate.Open();
        Assert.Equal((0, 0L), given);

        await Eventually.TrueAsync(() => store.Count >= 2, Patience);
        await other.DisposeAsync();
        await AssertNothingIsLeftAsync(receiver, sender, channel);
        Assert.Equal(2, store.Count);
    });

    [Fact]
    public Task WhatAStoreHangsOnWhileABusStops_IsDeliveredToAnother() => WhereNothingStandsStillAsync(async channel =>
    {
        var gate = new AsyncGate(expected: 2);
        var first = await ReceiverAsync(channel, handling: static (_, _) => throw new InvalidDataException(), deadLetters: new DeadLetterStore { Gate = gate });
        var sender = await SenderAsync(channel);
        await sender.SendAsync(Parcel.New(1));
        await Backend.PutAsync("no json"u8.ToArray(), channel);
        await gate.ReachedWithinAsync(Patience);

        await first.DisposeAsync();
        var second = await ReceiverAsync(channel);

        await second.HasAsync(1);
        await Eventually.TrueAsync(() => second.Bus.GetHealth().DeadLetters >= 1, Patience);
        Assert.Equal(0, first.Bus.DeadLetters.Lost);
        gate.Open();
    });

    // Nothing comes to another instance but what is sent from now on.
    private async Task AssertNothingIsLeftAsync(Station receiver, Station sender, string channel)
    {
        await receiver.DisposeAsync();
        var other = await ReceiverAsync(channel);
        await sender.SendAsync(Parcel.New(2, "after"));
        await Eventually.TrueAsync(() => other.Parcels.Any(static parcel => parcel.Key == "after"), Patience);
        await Task.Delay(Backend.ClaimAfter * 2, TestContext.Current.CancellationToken);
        Assert.Equal((1, 0L), (other.Seen.Count, other.Bus.GetHealth().Rejected));
    }

    // What an instance has that stands still for long is delivered to another, as it must be. Each run has a channel of its own.
    private Task WhereNothingStandsStillAsync(Func<string, Task> testAsync) => Standstill.NeverAsync(Backend.MayStandStill, run => testAsync($"parcels {run}"), Patience);
}
