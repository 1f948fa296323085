using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace Corpus;

public sealed class Pulse(EventTopic<Heartbeat> heartbeats, TimeProvider? time = null) : BackgroundService
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _time);
        long number = 0;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await heartbeats.EmitAsync(new Heartbeat(number++, _time.GetUtcNow()), stoppingToken);
        }
    }
}

public sealed class Dashboard(EventBus bus) : IHostedService
{
    private EventSubscription? _orders;
    private EventSubscription? _prices;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _orders = bus.Topic<OrderPlaced>().Subscribe(order => Console.WriteLine(order.Total));
        _prices = bus.Topic<PriceChanged>().Subscribe(price => Console.WriteLine(price.After));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _orders?.Dispose();
        _prices?.Dispose();
        return Task.CompletedTask;
    }
}

// The subscription feeds a channel that the service itself reads.
public sealed class Forwarder : BackgroundService
{
    private readonly Channel<PriceChanged> _channel = Channel.CreateBounded<PriceChanged>(64);
    private readonly EventSubscription _subscription;

    public Forwarder(EventTopic<PriceChanged> prices) =>
        _subscription = prices.Subscribe(async (PriceChanged price, EventContext _, CancellationToken token) => await _channel.Writer.WriteAsync(price, token));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var price in _channel.Reader.ReadAllAsync(stoppingToken)) Console.WriteLine(price.Sku);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription.Dispose();
        _channel.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }
}

public sealed class StreamReader(EventTopic<TemperatureRead> temperatures) : BackgroundService
{
    private double _highest = double.MinValue;

    public double Highest => Volatile.Read(ref _highest);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stream = temperatures.Stream(new EventStreamOptions { Capacity = 256, WhenFull = StreamFullMode.DropOldest });
        try
        {
            await foreach (var read in stream.WithCancellation(stoppingToken))
            {
                if (read.Degrees > _highest) Volatile.Write(ref _highest, read.Degrees);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}

// Owns a bus of its own, and ends it.
public sealed class PluginHost : IHostedService, IAsyncDisposable
{
    private EventBus? _bus;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _bus = EventBus.Create(static builder => builder.Configure(static options => options.Workers = 1));
        await _bus.StartAsync(cancellationToken);
        _bus.Topic<StockLow>().Subscribe(low => Console.WriteLine(low.Left));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_bus is { } running) await running.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        var bus = Interlocked.Exchange(ref _bus, null);
        if (bus is not null) await bus.DisposeAsync();
    }
}

public sealed class Checkout(EventTopic<OrderPlaced> orders, EventTopic<CustomerRegistered> registered)
{
    public async Task<Guid> PlaceAsync(string customer, IEnumerable<OrderLine> lines, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid();
        OrderLine[] all = [.. lines];
        await orders.EmitAsync(new OrderPlaced(id, customer, all.Length, all), cancellationToken);
        return id;
    }

    public ValueTask RegisterAsync(int id, string email) => registered.EmitAsync(new CustomerRegistered(id, email));

    public async Task RegisterAllAsync(IReadOnlyList<string> emails)
    {
        var pending = new List<Task>();
        for (int i = 0; i < emails.Count; i++) pending.Add(registered.EmitAsync(new CustomerRegistered(i, emails[i])).AsTask());
        await Task.WhenAll(pending);
    }
}
