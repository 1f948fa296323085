using MassTransit;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>MassTransit over RabbitMQ: persistent messages, each confirmed.</summary>
internal sealed class MassTransitRoute(string address, string name, bool isQuorum, ushort prefetch) : Route
{
    private readonly IBusControl _sending = Bus.Factory.CreateUsingRabbitMq(bus => bus.Host(new Uri(address)));
    private IBusControl? _receiving;

    public override async Task PrepareAsync()
    {
        // Its queue stays, and so does what binds it.
        var receiving = Receiving();
        await receiving.StartAsync();
        await receiving.StopAsync();
        await _sending.StartAsync();
    }

    public override Task ListenAsync()
    {
        _receiving = Receiving();
        return _receiving.StartAsync();
    }

    public override ValueTask SendAsync(Shipped shipped) => new(_sending.Publish(shipped));

    public override async ValueTask DisposeAsync()
    {
        if (_receiving is not null) await _receiving.StopAsync();
        await _sending.StopAsync();
        await RabbitMQRoute.DeleteAsync(address, name, name);
    }

    private IBusControl Receiving() => Bus.Factory.CreateUsingRabbitMq(bus =>
    {
        bus.Host(new Uri(address));
        bus.ReceiveEndpoint(name, endpoint =>
        {
            endpoint.PrefetchCount = prefetch;
            if (isQuorum) endpoint.SetQuorumQueue(1);
            endpoint.Handler<Shipped>(_ =>
            {
                Count();
                return Task.CompletedTask;
            });
        });
    });
}
