using System.Text.Json;
using EventGen.TestKit;

namespace EventGen.Benchmarks.Transports;

/// <summary>By <see cref="RedisTransport"/> and a bus: ids, metadata, timeouts, bounds, checks, the queue and a subscriber.</summary>
internal sealed class EventGenRoute : Route
{
    private RedisTransport? _sender;
    private EventBus? _bus;

    // Interlocked only. A bus has ids from a generator of its own, at a tenth of what those of the framework cost.
    private long _sent;

    public override async Task ListenAsync(RedisServer server, RedisMode mode)
    {
        _sender = new RedisTransport("sender", Configure);
        _bus = EventBus.Create(bus => bus
            .AddModule(EventGenBenchmarksEventModule.Instance)
            .AddPublisher(new RedisTransport("receiver", options =>
            {
                Configure(options);
                (options.Receive, options.Group, options.ReceiveBuffer) = (true, Group, 1_000_000);
            })));
        _bus.Topic<Shipped>().Subscribe((Shipped _) => Count());
        await _bus.StartAsync();

        void Configure(RedisOptions options) => (options.Address, options.Channel, options.Mode) = (server.Address, Channel, mode);
    }

    public override ValueTask SendAsync(Shipped shipped) => _sender!.PublishAsync(
        new EventMessage
        {
            Id = new Guid((int)Interlocked.Increment(ref _sent), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            EventId = "benchmark.shipped",
            Payload = JsonSerializer.SerializeToUtf8Bytes(shipped, ShippedJson.Default.Shipped),
            Timestamp = DateTimeOffset.UtcNow,
        },
        CancellationToken.None);

    public override async ValueTask DisposeAsync()
    {
        if (_bus is not null) await _bus.DisposeAsync();
        if (_sender is not null) await _sender.DisposeAsync();
    }
}
