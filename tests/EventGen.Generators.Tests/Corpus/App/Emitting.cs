namespace Corpus;

public sealed class Emitting(EventTopic<OrderPlaced> orders, EventTopic<Heartbeat> beats, EventGroup<IShippingEvent> shipping, EventBus bus)
{
    public async Task AllWaysAsync(OrderPlaced order, CancellationToken cancellationToken)
    {
        await orders.EmitAsync(order, cancellationToken);
        await orders.InvokeAsync(order, cancellationToken).ConfigureAwait(false);
        if (!orders.TryEnqueue(order)) await orders.EmitAsync(order, cancellationToken);
        beats.Emit(new Heartbeat(1, DateTimeOffset.UnixEpoch));
        await Events.OrderPlaced.EmitAsync(order.OrderId, order.CustomerId, order.Total, order.Lines, cancellationToken);
        await shipping.EmitAsync(new ParcelLost(7), cancellationToken);
    }

    public void Synchronously(OrderPlaced order)
    {
        // Nothing here can await.
        orders.Emit(order);
        shipping.Emit(new ParcelSent(1, "post"));
        Events.Renamed.Emit(new CustomerRenamedEvent(1, "a", "b"));
        bus.Group<IAccountEvent>().Emit(new AccountOpened(3));
    }

    public Task PassedOn(OrderPlaced order) => orders.EmitAsync(order).AsTask();

    public ValueTask PassedOnAsItIs(OrderPlaced order) => order.Total > 0 ? orders.EmitAsync(order) : default;

    public async Task<bool> TryAsync(OrderPlaced order)
    {
        bool accepted = orders.TryEnqueue(order);
        var written = Task.Run(() => accepted);
        return await written && orders.TryEnqueue(order);
    }

    public async Task AfterwardsAsync(IEnumerable<OrderPlaced> all)
    {
        var first = orders.EmitAsync(all.First());
        Console.WriteLine("meanwhile");
        await first;

        Task[] rest = [.. all.Skip(1).Select(order => orders.EmitAsync(order).AsTask())];
        await Task.WhenAll(rest);
        await Parallel.ForEachAsync(all, async (order, token) => await bus.Topic<OrderPlaced>().EmitAsync(order, token));
    }

    public async Task WithMetadataAsync(OrderPlaced order)
    {
        using var pushed = EventMetadata.Push(userId: "u-1", requestId: Guid.NewGuid().ToString());
        try
        {
            await orders.InvokeAsync(order);
        }
        catch (EventDispatchException failed) when (failed.Failures.Count == 1)
        {
            Console.WriteLine(failed.Failures[0].Handler);
        }
        catch (EventQueueFullException)
        {
            await Task.Delay(100);
        }
    }

    public Action Later(OrderPlaced order) => () => orders.Emit(order);

    public Func<OrderPlaced, CancellationToken, ValueTask> AsADelegate => orders.EmitAsync;

    public async Task SynchronousLambdaAsync(OrderPlaced order)
    {
        Action emit = () => orders.Emit(order);
        await Task.Run(emit);
        lock (this) orders.Emit(order);
        Parallel.For(0, 4, i => beats.Emit(new Heartbeat(i, DateTimeOffset.MinValue)));
    }

    public object Describe() => new { orders.Descriptor.Id, All = bus.Descriptors.Select(static one => one.Id).ToArray(), Topics = new EventTopic[] { Events.OrderPlaced, Events.Heartbeat } };
}

public static class Generics
{
    public static async Task ReplayAsync<T>(EventTopic<T> topic, IAsyncEnumerable<T> all, CancellationToken cancellationToken = default)
    {
        await foreach (var one in all.WithCancellation(cancellationToken)) await topic.EmitAsync(one, cancellationToken);
    }

    public static EventSubscription Log<T>(this EventTopic<T> topic, TextWriter writer) => topic.Subscribe(payload => writer.WriteLine(payload));

    public static IReadOnlyList<EventSubscription> LogAll(TextWriter writer) =>
        [Events.CustomerRegistered.Log(writer), Events.ParcelReturned.Log(writer), Events.AccountClosed.Log(writer)];

    public static async Task<T> FirstAsync<T>(EventBus bus, Func<T, bool> matches, CancellationToken cancellationToken)
    {
        await using var stream = bus.Topic<T>().Stream();
        await foreach (var one in stream.WithCancellation(cancellationToken))
        {
            if (matches(one)) return one;
        }

        throw new InvalidOperationException("The bus has stopped.");
    }
}

public sealed class Collector<T> : IDisposable
{
    private readonly EventSubscription _subscription;
    private readonly List<T> _all = [];

    public Collector(EventTopic<T> topic) => _subscription = topic.Subscribe(Add);

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_all) return [.. _all];
        }
    }

    public void Dispose() => _subscription.Dispose();

    private void Add(T one)
    {
        lock (_all) _all.Add(one);
    }
}
