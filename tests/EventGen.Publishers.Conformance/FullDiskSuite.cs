namespace EventGen.Publishers.Conformance;

/// <summary>What becomes of events when the disk of their server is full.</summary>
public abstract class FullDiskSuite
{
    private const int MostParcels = 10_000;

    // A megabyte is full soon, and each publish is short.
    private static readonly string s_text = new('x', 100_000);

    /// <summary>How large the disk is.</summary>
    protected abstract int Megabytes { get; }

    /// <summary>Skips the test where there is no such server.</summary>
    protected abstract void Require();

    /// <summary>Starts the server.</summary>
    /// <param name="disk">Where it keeps messages.</param>
    protected abstract Task<IAsyncDisposable> StartAsync(SmallDisk disk);

    /// <summary>Makes a transport over the server that publishes and receives.</summary>
    protected abstract IEventTransport Create();

    /// <summary>What somebody does who looks after the server, once there is room.</summary>
    protected virtual Task RecoverAsync() => Task.CompletedTask;

    [Fact]
    public async Task AFullDisk_FailsPublishes_IsTold_AndCostsNothingThatWasConfirmed()
    {
        Require();
        await using var disk = await SmallDisk.RequireAsync(Megabytes);
        disk.Occupy(Megabytes / 4);
        await using var server = await StartAsync(disk);

        // From now on its messages are kept, and nobody takes them.
        await (await Station.ReceiverAsync(Create())).DisposeAsync();
        await using var sender = await Station.SenderAsync(Create());
        List<Parcel> confirmed = [];
        while (await TrySendAsync(sender, Parcel.New(confirmed.Count) with { Text = s_text }) is { } parcel)
        {
            confirmed.Add(parcel);
            Assert.True(confirmed.Count < MostParcels, "The disk is never full.");
        }

        disk.Fill();
        Assert.Null(await TrySendAsync(sender, Parcel.New(0, "full")));
        await Eventually.EqualAsync(EventBusStatus.Degraded, () => sender.Bus.GetHealth().Status, Suite.Patience);
        string? told = Assert.Single(sender.Bus.GetHealth().Publishers).LastError;
        TestContext.Current.SendDiagnosticMessage("{0}: {1} parcels of 100 kB confirmed on {2} MB, then: {3}", GetType().Name, confirmed.Count, Megabytes, told ?? "");
        Assert.False(string.IsNullOrEmpty(told));

        disk.MakeRoom();
        await RecoverAsync();
        var last = Parcel.New(0, "last");
        await sender.SendAsync(last);
        await using var receiver = await Station.ReceiverAsync(Create());

        // What failed may have arrived as well.
        await Eventually.EqualAsync(0, () => confirmed.Append(last).Except(receiver.Parcels).Count(), Suite.Patience, "everything that was confirmed");
        await Eventually.EqualAsync((EventBusStatus.Healthy, EventBusStatus.Healthy), () => (sender.Bus.GetHealth().Status, receiver.Bus.GetHealth().Status), Suite.Patience);
    }

    // The bus of a station makes one attempt.
    private static async Task<Parcel?> TrySendAsync(Station sender, Parcel parcel)
    {
        try
        {
            await Deadline.WithinAsync(sender.Bus.Topic<Parcel>().InvokeAsync(parcel).AsTask(), "a publish to end", Suite.Patience);
            return parcel;
        }
        catch (EventDispatchException)
        {
            return null;
        }
    }
}
