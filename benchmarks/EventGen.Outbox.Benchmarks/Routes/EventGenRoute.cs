using System.Data.Common;

namespace EventGen.Outbox.Benchmarks;

/// <summary>A bus with an outbox: ids, metadata, targets, leases, counters, retries and the queue.</summary>
/// <param name="addOutbox">Says which outbox.</param>
internal sealed class EventGenRoute(Action<EventBusBuilder> addOutbox) : IDurableRoute
{
    private readonly EventBus _bus = EventBus.Create(bus =>
    {
        bus.AddModule(EventGenOutboxBenchmarksEventModule.Instance);
        addOutbox(bus);
    });

    public async Task StartAsync() => await _bus.StartAsync();

    public Task EmitAsync(Ordered ordered) => _bus.Topic<Ordered>().EmitAsync(ordered).AsTask();

    /// <summary>Writes an event in a transaction of the caller's.</summary>
    public Task EmitAsync(Ordered ordered, DbTransaction transaction) => _bus.Topic<Ordered>().EmitAsync(ordered, transaction).AsTask();

    public async Task SettledAsync()
    {
        while ((await _bus.Outbox.GetStatusAsync()).Pending > 0) await Task.Delay(1);
    }

    public ValueTask DisposeAsync() => _bus.DisposeAsync();
}
