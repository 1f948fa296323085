namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>By a transport and a bus: ids, metadata, timeouts, bounds, checks, the queue and a subscriber.</summary>
/// <param name="create">Makes a transport that publishes, or one that receives too.</param>
/// <param name="prepare">What somebody makes on the server beforehand; <see langword="null"/> for nothing.</param>
internal sealed class EventGenRoute(Func<bool, IEventTransport> create, Func<Task>? prepare = null) : Route
{
    private readonly IEventTransport _sender = create(false);
    private EventBus? _sending;
    private EventBus? _bus;

    public override async Task PrepareAsync()
    {
        if (prepare is not null) await prepare();
        else await using (var receiving = Bus(create(true))) await receiving.StartAsync();

        // Another application than the one that receives.
        _sending = Bus(_sender, "sender");
        await _sending.StartAsync();
    }

    public override Task ListenAsync()
    {
        _bus = Bus(create(true));
        _bus.Topic<Shipped>().Subscribe((Shipped _) => Count());
        return _bus.StartAsync();
    }

    public override ValueTask SendAsync(Shipped shipped) => _sender.PublishAsync(
        new EventMessage
        {
            Id = NextId(),
            EventId = EventId,
            Payload = Write(shipped),
            Timestamp = DateTimeOffset.UtcNow,
        },
        CancellationToken.None);

    public override async ValueTask DisposeAsync()
    {
        if (_bus is not null) await _bus.DisposeAsync();
        if (_sending is not null) await _sending.DisposeAsync();
    }

    private static EventBus Bus(IEventTransport transport, string application = Group) => EventBus.Create(bus => bus
        .AddModule(EventGenTransportsBenchmarksEventModule.Instance)
        .Configure(options => options.Source = application)
        .AddPublisher(transport));
}
