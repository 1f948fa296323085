namespace Corpus;

public static class Subscribing
{
    public static EventSubscription Returned(EventTopic<OrderPlaced> orders) => orders.Subscribe(order => Console.WriteLine(order.OrderId));

    public static IDisposable? Conditional(EventTopic<OrderPlaced> orders, bool wanted) => wanted ? orders.Subscribe(_ => { }) : null;

    public static IEnumerable<EventSubscription> Many(EventBus bus)
    {
        yield return bus.Topic<OrderPlaced>().Subscribe(_ => { });
        yield return bus.Topic<OrderCancelled>().Subscribe(_ => { });
        foreach (int floor in new[] { 1, 2, 3 })
        {
            yield return bus.Topic<TemperatureRead>().Subscribe(async (TemperatureRead read) => await HeatAsync(floor, read.Degrees));
        }
    }

    public static (EventSubscription Orders, EventSubscription Prices) Both(EventBus bus) =>
        (bus.Topic<OrderPlaced>().Subscribe(_ => { }), bus.Topic<PriceChanged>().Subscribe(_ => { }));

    public static void ForALine(EventTopic<StockLow> low)
    {
        using var subscription = low.Subscribe(one => Console.WriteLine(one.Sku));
        Console.ReadLine();
    }

    public static void ForABlock(EventTopic<StockLow> low)
    {
        using (low.Subscribe(one => Console.WriteLine(one.Sku)))
        using (Events.Heartbeat.Subscribe(beat => Console.WriteLine(beat.Number)))
        {
            Console.ReadLine();
        }
    }

    public static async Task<OrderPlaced> NextAsync(EventTopic<OrderPlaced> orders, CancellationToken cancellationToken)
    {
        var next = new TaskCompletionSource<OrderPlaced>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = orders.Subscribe(order => next.TrySetResult(order));
        return await next.Task.WaitAsync(cancellationToken);
    }

    // Ends itself: the variable has its value only once the subscription is made.
    public static void Once(EventTopic<OrderPlaced> orders)
    {
        EventSubscription? subscription = null;
        subscription = orders.Subscribe(async (OrderPlaced order) =>
        {
            subscription?.Dispose();
            await HeatAsync(0, (double)order.Total);
        });
    }

    public static async Task<int> CountAsync(EventTopic<Heartbeat> beats, CancellationToken cancellationToken)
    {
        int count = 0;
        Heartbeat last = default;
        using (beats.Subscribe(async (Heartbeat beat, EventContext _, CancellationToken token) =>
        {
            await Task.Delay(1, token);
            Interlocked.Increment(ref count);
            last = beat;
        }))
        {
            await Task.Delay(1000, cancellationToken);
            last = default;
        }

        Console.WriteLine(last);
        count = Volatile.Read(ref count) * 2;
        return count;
    }

    public static async Task RoundsAsync(EventTopic<StockLow> low)
    {
        Task? work = null;
        using var subscription = low.Subscribe(async (StockLow one) =>
        {
            if (work is { } running) await running;
            Console.WriteLine(one.Left);
        });
        work = Task.Run(static () => Console.WriteLine("working"));
        await work;

        for (int round = 0; round < 3; round++)
        {
            int copy = round;
            using var each = low.Subscribe(async (StockLow one) => await HeatAsync(copy, one.Left));
            await low.EmitAsync(new StockLow { Sku = $"round {round}" });
        }
    }

    public static void Synchronously(EventTopic<StockLow> low)
    {
        // Runs within Emit: the loop has not gone on.
        var all = new List<EventSubscription>();
        for (int i = 0; i < 3; i++) all.Add(low.Subscribe(one => Console.WriteLine(one.Left + i)));
        low.Emit(new StockLow { Sku = "now" });
        all.ForEach(static one => one.Dispose());
    }

    public static Func<Action<Heartbeat>, EventSubscription> AsADelegate() => Events.Heartbeat.Subscribe;

    public static Lazy<EventSubscription> Lazily(EventBus bus) => new(() => bus.Topic<PriceChanged>().Subscribe(_ => { }));

    public static void Local(EventTopic<PriceChanged> prices)
    {
        EventSubscription? current = null;
        Restart();
        current?.Dispose();

        void Restart()
        {
            current?.Dispose();
            current = prices.Subscribe(price => Show(price));
        }

        static void Show(PriceChanged price) => Console.WriteLine(price.Before - price.After);
    }

    private static async Task HeatAsync(int floor, double degrees)
    {
        await Task.Yield();
        Console.WriteLine($"{floor}: {degrees}");
    }
}

/// <summary>Keeps subscriptions in a field, and whichever way a class ends ends them.</summary>
public sealed class Watcher : IAsyncDisposable
{
    private readonly Stack<EventSubscription> _all = new();
    private readonly EventStream<IShippingEvent> _parcels;

    public Watcher(EventBus bus)
    {
        _all.Push(bus.Topic<OrderPlaced>().Subscribe(On));
        _all.Push(bus.Group<IShippingEvent>().Subscribe(On));
        _parcels = bus.Group<IShippingEvent>().Stream(new EventStreamOptions { Capacity = 8 });
    }

    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        int seen = 0;
        while (await _parcels.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_parcels.Reader.TryRead(out _)) seen++;
        }

        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        while (_all.TryPop(out var one)) one.Dispose();
        await _parcels.DisposeAsync();
    }

    private static void On(OrderPlaced order) => Console.WriteLine(order);

    private static void On(IShippingEvent shipping) => Console.WriteLine(shipping.ParcelId);
}

/// <summary>A bus that a class owns, made in its constructor.</summary>
public sealed class Sandbox : IDisposable
{
    private readonly EventBus _bus = EventBus.Create(static builder => builder.Configure(static options => options.QueueCapacity = 10));
    private readonly List<string> _seen = [];

    public Sandbox()
    {
        _bus.Topic<Nested.Done>().Subscribe(done => _seen.Add(done.What));
        _bus.Topic<StockLow>().Subscribe(low => _seen.Add(low.Sku));
    }

    public IReadOnlyList<string> Run(params string[] words)
    {
        foreach (string word in words) _bus.Topic<Nested.Done>().Emit(new Nested.Done(word));
        return _seen;
    }

    public void Dispose() => _bus.Dispose();
}
