namespace EventGen.Publishers.Conformance;

/// <summary>What a back end does that <see cref="Capabilities.Persists"/>.</summary>
public abstract class PersistentSuite(Backend backend) : Suite(backend)
{
    [Fact]
    public async Task TwoApplications_EachGetAll_AndTheInstancesOfEachShareThem()
    {
        Station[] first = await ManyAsync(2, _ => ReceiverAsync(application: "first"));
        Station[] second = await ManyAsync(2, _ => ReceiverAsync(application: "second"));
        var sender = await SenderAsync();
        var sent = Parcel.Many(400);

        await sender.SendAsync(sent);

        foreach (Station[] application in (Station[][])[first, second])
        {
            await Eventually.EqualAsync(400, () => application.SelectMany(static instance => instance.Parcels).Distinct().Count(), Patience);
            AssertSame(sent, application.SelectMany(static instance => instance.Parcels));

            // At least once: a machine that stands still for long makes one look left behind.
            Assert.InRange(application.Sum(static instance => instance.Seen.Count), 400, 600);
        }
    }

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

        await Eventually.TrueAsync(() => second.Parcels.Count(static parcel => parcel.Number is 20 or 40) == 2, Patience);
        AssertSame(sent, first.Parcels.Concat(second.Parcels));
    }

    [Fact]
    public async Task ALongHandler_IsNotGivenToAnother()
    {
        AsyncGate[] gates = [.. Enumerable.Range(0, 5).Select(static _ => new AsyncGate())];
        await ManyAsync(2, _ => ReceiverAsync(handling: async (parcel, token) => await gates[parcel.Number].PassAsync(token)));
        var sender = await SenderAsync();

        // A machine that stands still makes a handler look left behind, now and then. One that nobody attends is taken over every time.
        for (int attempt = 0; attempt < gates.Length; attempt++)
        {
            await sender.SendAsync(Parcel.New(attempt, $"key {attempt}"));
            await gates[attempt].ReachedWithinAsync(Patience);
            await Task.Delay(Backend.ClaimAfter * 3, TestContext.Current.CancellationToken);
            gates[attempt].Open();
            if (gates[attempt].Arrivals == 1) return;
        }

        Assert.Fail("Every handler that took long was given to another instance as well.");
    }

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
    public async Task WhatIsNotKeptAsADeadLetter_IsDeliveredAgain()
    {
        var store = new DeadLetterStore { Fails = true };
        var receiver = await ReceiverAsync(handling: static (_, _) => throw new InvalidDataException(), deadLetters: store);
        var sender = await SenderAsync();
        await sender.SendAsync(Parcel.New(1));
        await Backend.PutAsync("no json"u8.ToArray());

        await Eventually.TrueAsync(() => receiver.Bus.GetHealth() is { Rejected: > 1, Failed: > 1 }, Patience);
        store.Fails = false;

        await Eventually.TrueAsync(() => store.DeadLetters.Select(static deadLetter => deadLetter.Kind).ToHashSet().SetEquals([DeadLetterKind.Handler, DeadLetterKind.RejectedMessage]), Patience);
        await AssertNothingIsLeftAsync(receiver, sender);
    }

    [Fact]
    public async Task WhatIsBeingKeptAsADeadLetter_IsAttended_AndIsDoneWithOnceItIsKept()
    {
        var gate = new AsyncGate(expected: 2);
        var store = new DeadLetterStore { Gate = gate };
        var receiver = await ReceiverAsync(handling: static (_, _) => throw new InvalidDataException(), deadLetters: store);
        var sender = await SenderAsync();
        await sender.SendAsync(Parcel.New(1));
        await Backend.PutAsync("no json"u8.ToArray());
        await gate.ReachedWithinAsync(Patience);

        // As long as what is unattended would have been taken over several times.
        var other = await ReceiverAsync();
        await Task.Delay(Backend.ClaimAfter * 4, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0L), (other.Seen.Count, other.Bus.GetHealth().Rejected));
        gate.Open();

        await Eventually.EqualAsync(2L, () => store.Count);
        await other.DisposeAsync();
        await AssertNothingIsLeftAsync(receiver, sender);
        Assert.Equal(2, store.Count);
    }

    [Fact]
    public async Task WhatAStoreHangsOnWhileABusStops_IsDeliveredToAnother()
    {
        var gate = new AsyncGate(expected: 2);
        var first = await ReceiverAsync(handling: static (_, _) => throw new InvalidDataException(), deadLetters: new DeadLetterStore { Gate = gate });
        var sender = await SenderAsync();
        await sender.SendAsync(Parcel.New(1));
        await Backend.PutAsync("no json"u8.ToArray());
        await gate.ReachedWithinAsync(Patience);

        await first.DisposeAsync();
        var second = await ReceiverAsync();

        await second.HasAsync(1);
        await Eventually.EqualAsync(1L, () => second.Bus.GetHealth().DeadLetters, Patience);
        Assert.Equal(2, first.Bus.DeadLetters.Lost);
        gate.Open();
    }

    // Nothing comes to another instance but what is sent from now on.
    private async Task AssertNothingIsLeftAsync(Station receiver, Station sender)
    {
        await receiver.DisposeAsync();
        var other = await ReceiverAsync();
        await sender.SendAsync(Parcel.New(2, "after"));
        await other.HasAsync(1);
        await Task.Delay(Backend.ClaimAfter * 2, TestContext.Current.CancellationToken);
        Assert.Equal((1, 0L), (other.Seen.Count, other.Bus.GetHealth().Rejected));
    }
}
