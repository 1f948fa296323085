namespace EventGen.Publishers.Conformance;

/// <summary>What a back end does that <see cref="Capabilities.Broadcasts"/>.</summary>
public abstract class BroadcastSuite(Backend backend) : Suite(backend)
{
    [Fact]
    public async Task EveryInstanceOfAnApplication_SeesEveryParcelOnce()
    {
        Station[] instances = await ManyAsync(3, _ => ReceiverAsync(application: "one"));
        Parcel[][] sent = [.. Enumerable.Range(0, 3).Select(static index => Parcel.Many(100, $"key {index}"))];

        await Task.WhenAll(instances.Zip(sent, static (instance, parcels) => instance.SendAsync(parcels)));

        foreach (var instance in instances)
        {
            await instance.HasAsync(300);
            Assert.Equal(300, instance.Seen.Count);
            AssertSame(sent.SelectMany(static parcels => parcels), instance.Parcels);
        }
    }

    [Fact]
    public async Task AnInstanceThatComesLater_SeesWhatIsSentFromThenOn()
    {
        var sender = await SenderAsync();
        var early = await ReceiverAsync();
        await sender.SendAsync(Parcel.Many(10, "early"));
        await early.HasAsync(10);

        var late = await ReceiverAsync();
        var sent = Parcel.Many(10, "late");
        await sender.SendAsync(sent);

        await late.HasAsync(10);
        AssertSame(sent, late.Parcels);
        await early.HasAsync(20);
    }

    [Fact]
    public async Task WhatIsNotKeptAsADeadLetter_IsDeliveredAgain_OrCountsAsLost()
    {
        var store = new DeadLetterStore { Fails = true };
        var receiver = await ReceiverAsync(deadLetters: store);

        await Backend.PutAsync("no json"u8.ToArray());

        await Eventually.TrueAsync(() => store.Refusals > 1 || receiver.Bus.DeadLetters.Lost > 0, Patience);
        Assert.Equal(store.Refusals > 1 ? 0 : 1, receiver.Bus.DeadLetters.Lost);
    }
}
