using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.Publishers.Conformance;

/// <summary>A bus with one transport, and what its subscriber has seen. Thread safe.</summary>
public sealed class Station : IAsyncDisposable
{
    private readonly ConcurrentQueue<(Parcel Parcel, EventContext Context)> _seen = new();

    private Station(EventBus bus, IEventTransport transport) => (Bus, Transport) = (bus, transport);

    public EventBus Bus { get; }

    public IEventTransport Transport { get; }

    /// <summary>What has been handled to its end, in that order.</summary>
    public IReadOnlyList<(Parcel Parcel, EventContext Context)> Seen => [.. _seen];

    public IEnumerable<Parcel> Parcels => _seen.Select(static seen => seen.Parcel);

    /// <summary>Opens a station that only sends: it has no subscriber.</summary>
    public static Task<Station> SenderAsync(IEventTransport transport, string application = "sender") => OpenAsync(transport, application, null, null);

    /// <summary>Opens a station that sees what it receives, and what it emits itself.</summary>
    /// <param name="transport">Its way out and in.</param>
    /// <param name="application">Stations of one application share what is persisted.</param>
    /// <param name="configure">Changes the bus.</param>
    /// <param name="handling">Called with each parcel before it counts as seen.</param>
    /// <param name="deadLetters">Keeps its dead letters; default: its bus does.</param>
    /// <param name="log">Where the bus logs to; by default nowhere.</param>
    public static Task<Station> ReceiverAsync(
        IEventTransport transport,
        string application = "receiver",
        Action<EventBusOptions>? configure = null,
        Func<Parcel, CancellationToken, ValueTask>? handling = null,
        IDeadLetterStore? deadLetters = null,
        ILoggerFactory? log = null) =>
        OpenAsync(transport, application, configure, handling ?? (static (_, _) => default), deadLetters, log);

    /// <summary>Sends a parcel; sends it again as often as nobody knows whether it has arrived.</summary>
    public async Task SendAsync(Parcel parcel)
    {
        long limit = Environment.TickCount64 + (long)Suite.Patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                await Bus.Topic<Parcel>().InvokeAsync(parcel);
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
    public Task HasAsync(int parcels) =>
        Eventually.EqualAsync(parcels, () => _seen.Count < parcels ? _seen.Count : Parcels.Distinct().Count(), Suite.Patience, $"{parcels} different parcels");

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
        var station = new Station(bus, transport);
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
