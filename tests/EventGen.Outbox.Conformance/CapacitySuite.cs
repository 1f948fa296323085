namespace EventGen.Outbox.Conformance;

/// <summary>Memory holds as many events as the queue's capacity, whatever waits in the store.</summary>
public abstract class CapacitySuite(StoreBackend backend) : StoreSuite(backend)
{
    private const int Capacity = 20;
    private const int Waiting = 1_000;

    private readonly string _run = Guid.NewGuid().ToString();

    [Fact]
    public async Task WhatWaits_IsLoadedAsCapacityComes_AndAnEmitDoesNotWaitForIt()
    {
        await FillAsync();
        var room = Mailroom.Of(_run);
        var gate = room.Gate = new AsyncGate();
        var store = new CountingStore(Backend.Create());
        await using var bus = EventBus.Create(b => b.AddModule(EventGenOutboxConformanceEventModule.Instance).UseServices(NoServices.Instance)
            .Configure(static options => options.QueueCapacity = Capacity)
            .AddOutbox((_, _) => store, static options => (options.Application, options.Instance, options.PollInterval) = ("shop", "a", TimeSpan.FromMilliseconds(50))));
        await bus.StartAsync(Cancellation);

        // Nothing is settled, so that nothing more may be loaded, however often it looks.
        await Eventually.EqualAsync(Capacity, () => store.Loaded);
        await bus.Topic<Posted>().EmitAsync(new Posted(_run, Waiting), Cancellation);
        Assert.Equal((Capacity, Capacity), (store.Loaded, store.Claimed));
        Assert.Equal(Waiting + 1, (await bus.Outbox.GetStatusAsync(Cancellation)).Pending);

        gate.Open();
        await Eventually.EqualAsync(Waiting + 1, () => room.Handled.Count);
        Assert.Equal(Waiting + 1, room.Handled.Distinct().Count());
        Assert.Equal(Capacity, store.Most);
    }

    private async Task FillAsync()
    {
        var earlier = await OpenAsync();
        int route = await earlier.RouteAsync("test.posted", "mailroom");
        var rows = new OutboxNewRow[Waiting];
        for (int i = 0; i < Waiting; i++)
        {
            var row = await earlier.RowAsync(lease: OutboxLeaseRequest.None, route: route, text: $$"""{"Run":"{{_run}}","Number":{{i}}}""");
            var message = new EventMessage { Id = row.Id, EventId = "test.posted", Payload = "{}"u8.ToArray(), Metadata = EventMetadata.Empty, Timestamp = row.Timestamp };
            rows[i] = row with { Metadata = message.ToJson() };
        }

        await earlier.CommitAsync(rows);
        await earlier.Store.CloseAsync(Cancellation);
        await KillAsync(earlier);
    }
}
