using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.Publishers.Conformance;

/// <summary>A bus with one transport, and what its subscriber has seen. Thread safe.</summary>
public sealed class Station : IAsyncDisposable
{
    private readonly ConcurrentQueue<(Parcel Parcel, EventContext Context)> _seen = new();

    private readonly string _application;

    // Interlocked only. What a transport has confirmed.
    private int _sent;

    private Station(EventBus bus, IEventTransport transport, string application) => (Bus, Transport, _application) = (bus, transport, application);

    public EventBus Bus { get; }

    public IEventTransport Transport { get; }

    /// <summary>Tells of all who take part, for a test that waited in vain.</summary>
    public Func<Task<string>>? DescribeAll { get; set; }

    /// <summary>What has been handled to its end, in that order.</summary>
    public IReadOnlyList<(Parcel Parcel, EventContext Context)> Seen => [.. _seen];

    public IEnumerable<Parcel> Parcels => _seen.Select(static seen => seen.Parcel);

    /// <summary>Opens a station that only sends: it has no subscriber.</summary>
    public static Task<Station> SenderAsync(IEventTransport transport, string application = "sender", ILoggerFactory? log = null) => OpenAsync(transport, application, null, null, log: log);

    /// <summary>Opens a station that sees what it receives, and what it emits itself. It receives when this returns: the start of a bus does not wait for that for ever.</summary>
    /// <param name="transport">Its way out and in.</param>
    /// <param name="application">Stations of one application share what is persisted.</param>
    /// <param name="configure">Changes the bus.</param>
    /// <param name="handling">Called with each parcel before it counts as seen.</param>
    /// <param name="deadLetters">Keeps its dead letters; default: its bus does.</param>
    /// <param name="log">Where the bus logs to; by default nowhere.</param>
    /// <param name="canReceive">Whether its server lets it; where it does not, it is started and no more.</param>
    public static async Task<Station> ReceiverAsync(
        IEventTransport transport,
        string application = "receiver",
        Action<EventBusOptions>? configure = null,
        Func<Parcel, CancellationToken, ValueTask>? handling = null,
        IDeadLetterStore? deadLetters = null,
        ILoggerFactory? log = null,
        bool canReceive = true)
    {
        var station = await OpenAsync(transport, application, configure, handling ?? (static (_, _) => default), deadLetters, log);
        if (canReceive) await Eventually.EqualAsync(EventBusStatus.Healthy, () => station.Bus.GetHealth().Status, Suite.Patience);
        return station;
    }

    /// <summary>Sends a parcel; sends it again as often as nobody knows whether it has arrived.</summary>
    public async Task SendAsync(Parcel parcel)
    {
        long limit = Environment.TickCount64 + (long)Suite.Patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                await Bus.Topic<Parcel>().InvokeAsync(parcel);
                Interlocked.Increment(ref _sent);
                return;
            }
            catch (EventDispatchException) when (Environment.TickCount64 < limit)
            {
                await Task.Delay(20);
            }
        }
    }

    /// <summary>Sends parcels one after the other.</summary>
    public async Task SendAsync(IEnumerable<Parcel> parcels)
    {
        foreach (var parcel in parcels) await SendAsync(parcel);
    }

    /// <summary>Waits until as many different parcels have been seen.</summary>
    public async Task HasAsync(int parcels)
    {
        int Different() => _seen.Count < parcels ? _seen.Count : Parcels.Distinct().Count();
        try
        {
            await Eventually.EqualAsync(parcels, Different, Suite.Patience, $"{parcels} different parcels");
        }
        catch (Exception exception) when (exception is not OperationCanceledException && DescribeAll is not null)
        {
            Assert.Fail($"{exception.Message}\nHere: {Describe()}\n{await DescribeAll()}");
        }
    }

    /// <summary>Where the bus stands: what it has published, received, and not handled yet.</summary>
    public string Describe()
    {
        var health = Bus.GetHealth();
        return $"'{_application}' sent {Volatile.Read(ref _sent)}, saw {_seen.Count} ({Parcels.Distinct().Count()} different); queue {health.QueueLength}, dropped {health.Dropped}, failed {health.Failed}, "
            + $"dead letters {health.DeadLetters}, retrying {health.Retrying}, stuck {health.StuckHandlers.Count}; {string.Join("; ", health.Publishers)}";
    }

    public async ValueTask DisposeAsync() => await Deadline.WithinAsync(Bus.StopAsync(CancellationToken.None), "the bus to stop", Suite.Patience);

    private static async Task<Station> OpenAsync(
        IEventTransport transport,
        string application,
        Action<EventBusOptions>? configure,
        Func<Parcel, CancellationToken, ValueTask>? handling,
        IDeadLetterStore? deadLetters = null,
        ILoggerFactory? log = null)
    {
        var bus = EventBus.Create(builder => (deadLetters is null ? builder : builder.UseDeadLetterStore(deadLetters))
            .AddModule(EventGenPublishersConformanceEventModule.Instance)
            .AllowDurableEventsWithoutOutbox()
            .UseLogging(log ?? NullLoggerFactory.Instance)
            .AddPublisher(transport)
            .Configure(options =>
            {
                options.Source = application;
                options.DrainTimeout = TimeSpan.FromSeconds(10);
                options.PublisherRetry = RetryPolicy.None;   // the suites look at each attempt
                configure?.Invoke(options);
            }));
        var station = new Station(bus, transport, application);
        if (handling is not null)
        {
            bus.Topic<Parcel>().Subscribe(async (parcel, context, token) =>
            {
                await handling(parcel, token);
                station._seen.Enqueue((parcel, context));
            });
        }

        await Deadline.WithinAsync(bus.StartAsync(TestContext.Current.CancellationToken), "the bus to start", Suite.Patience);
        return station;
    }
}
