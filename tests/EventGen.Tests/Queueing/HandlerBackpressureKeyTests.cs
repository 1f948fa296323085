using EventGen.Tests.Lifetime;
using EventGen.Tests.Receiving;

namespace EventGen.Tests.Queueing;

/// <summary>Handlers that emit to a queue in which everything waits for a key: whose end makes room decides whether they wait.</summary>
public sealed class HandlerBackpressureKeyTests
{
    private const int Capacity = 2;
    private const int Rows = 20;

    private readonly ManualTimeProvider _clock = new();
    private readonly CallLog _handled = new();

    public static TheoryData<int, KeyOrder> WorkersAndOrders => new(
        from workers in (int[])[1, 2, 5]
        from order in Enum.GetValues<KeyOrder>()
        select (workers, order));

    private static string[] Expected => [.. Enumerable.Range(0, Rows + 1).Select(static number => $"{number}")];

    [Fact]
    public async Task RowsOfAKeyThatARetryHolds_WaitForItsEnd()
    {
        await using var bus = await StartAsync(workers: 2, KeyOrder.Block);
        var waits = new TaskCompletionSource<int>();
        SubscribeFailingOnce(bus, static (_, _) => Task.CompletedTask);
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            for (int i = 1; i <= Rows; i++)
            {
                var emitted = bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("a", i));
                if (!emitted.IsCompleted) waits.TrySetResult(i);
                await emitted;
            }
        });
        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("a", 0));
        await _clock.WhenPendingAsync(1);
        await bus.Topic<Ping>().EmitAsync(new Ping());

        Assert.Equal(Capacity + 1, await Deadline.WithinAsync(waits.Task, "the handler to wait"));
        await Eventually.EqualAsync(1, () => bus.Queue.Parking.Sleeping);
        Assert.Equal(Capacity, bus.GetHealth().QueueLength);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await bus.DrainAsync();

        Assert.Equal(Expected, _handled.Entries);
    }

    [Theory]
    [MemberData(nameof(WorkersAndOrders))]
    public async Task RetryThatEmitsRowsOfItsOwnKey_DoesNotDeadlock(int workers, KeyOrder order)
    {
        await using var bus = await StartAsync(workers, order);
        SubscribeFailingOnce(bus, async (topic, e) =>
        {
            for (int i = 1; e.Number == 0 && i <= Rows; i++) await topic.EmitAsync(new KeyedEvent("a", i));
        });
        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("a", 0));
        await _clock.WhenPendingAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await bus.DrainAsync();

        Assert.Equal(Expected, _handled.Entries);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task RowsOfAKeyThatItsPublishesHold_AreAllPublishedInOrder(int workers)
    {
        var publisher = new HangingPublisher("first") { OnPublish = static async () => await Task.Delay(1) };
        await using var bus = await TestBus.StartAsync(options => (options.QueueCapacity, options.Workers) = (Capacity, workers), publishers: [publisher]);
        int longest = 0;
        bus.Topic<ReceivedEvent>().Subscribe(e => _handled.Add($"{e.Number}"));
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            for (int i = 0; i <= Rows; i++)
            {
                await bus.Topic<ReceivedEvent>().EmitAsync(new ReceivedEvent("a", i));
                longest = Math.Max(longest, bus.GetHealth().QueueLength);
            }
        });

        await bus.Topic<Ping>().EmitAsync(new Ping());
        await bus.DrainAsync();

        Assert.Equal(Expected, _handled.Entries);
        if (workers > 1) Assert.InRange(longest, 0, Capacity);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task PublisherThatEmitsRowsOfTheKeyThatItHolds_DoesNotDeadlock(int workers)
    {
        EventBus? own = null;
        var publisher = new HangingPublisher("first")
        {
            OnPublish = async () =>
            {
                await Task.Yield();
                for (int i = 1; i <= Rows; i++) await own!.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("a", i));
            },
        };
        await using var bus = own = await TestBus.StartAsync(options => (options.QueueCapacity, options.Workers) = (Capacity, workers), publishers: [publisher]);
        bus.Topic<KeyedEvent>().Subscribe(e => _handled.Add($"{e.Number}"));

        await bus.Topic<ReceivedEvent>().EmitAsync(new ReceivedEvent("a", 0));
        await Eventually.EqualAsync(Rows, () => _handled.Entries.Length);
        await bus.DrainAsync();

        Assert.Equal(Expected[1..], _handled.Entries);
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    private Task<EventBus> StartAsync(int workers, KeyOrder order) => TestBus.StartAsync(options =>
    {
        (options.QueueCapacity, options.Workers, options.TimeProvider) = (Capacity, workers, _clock);
        options.Retry = new RetryPolicy { Attempts = 2, Delay = TimeSpan.FromSeconds(1), Jitter = false, WhileRetrying = order };
    });

    private void SubscribeFailingOnce(EventBus bus, Func<EventTopic<KeyedEvent>, KeyedEvent, Task> then)
    {
        var topic = bus.Topic<KeyedEvent>();
        topic.Subscribe(async (KeyedEvent e, EventContext context) =>
        {
            if (e.Number == 0 && context.Attempt == 1) throw new InvalidOperationException("fails once");
            _handled.Add($"{e.Number}");
            await then(topic, e);
        });
    }
}
