using System.Collections.Concurrent;

namespace EventGen.Publishers.Conformance;

/// <summary>An application that sends and receives labels, of the current version or of the one before. Thread safe.</summary>
/// <typeparam name="T">The payload of its version.</typeparam>
internal sealed class LabelStation<T> : IAsyncDisposable
{
    private readonly ConcurrentQueue<T> _seen = new();

    private LabelStation(EventBus bus) => Bus = bus;

    public EventBus Bus { get; }

    /// <summary>What has been handled, also of what it sent itself.</summary>
    public IReadOnlyList<T> Seen => [.. _seen];

    /// <summary>Opens one.</summary>
    /// <param name="transport">Its way out and in.</param>
    /// <param name="module">The events of its version.</param>
    /// <param name="application">Its name.</param>
    /// <param name="deadLetters">Keeps its dead letters, also for a later version of it.</param>
    public static async Task<LabelStation<T>> OpenAsync(IEventTransport transport, EventModule module, string application, IDeadLetterStore deadLetters)
    {
        var station = new LabelStation<T>(EventBus.Create(builder => builder
            .UseDeadLetterStore(deadLetters)
            .AddModule(module)
            .AllowDurableEventsWithoutOutbox()
            .AddPublisher(transport)
            .Configure(options => options.Source = application)));
        station.Bus.Topic<T>().Subscribe(station._seen.Enqueue);
        await Deadline.WithinAsync(station.Bus.StartAsync(TestContext.Current.CancellationToken), "the bus to start", Suite.Patience);
        return station;
    }

    public async Task SendAsync(T label) => await Deadline.WithinAsync(Bus.Topic<T>().InvokeAsync(label, TestContext.Current.CancellationToken).AsTask(), "the label to be sent", Suite.Patience);

    public async ValueTask DisposeAsync() => await Deadline.WithinAsync(Bus.StopAsync(CancellationToken.None), "the bus to stop", Suite.Patience);
}
