namespace EventGen.Tests.Receiving;

/// <summary>A transport without a broker: the test hands its messages to <see cref="Receiver"/>. It records the calls of the bus.</summary>
internal sealed class ManualTransport(string name = "first") : IEventTransport, IEventPublisherHealth
{
    private readonly Lock _gate = new();
    private readonly List<string> _calls = [];

    public string Name => name;

    public PublisherHealth Health { get; set; } = new(name, EventBusStatus.Healthy, null);

    public MessageReceiver? Receiver { get; private set; }

    public EventMessage? Published { get; private set; }

    /// <summary>What the start throws; <see langword="null"/> for nothing.</summary>
    public Exception? StartFailure { get; init; }

    /// <summary>Whether it says that it delivers again what is not settled.</summary>
    public bool Redelivers { get; init; } = true;

    /// <summary>What the bus called, in order.</summary>
    public string[] Calls
    {
        get
        {
            lock (_gate) return [.. _calls];
        }
    }

    /// <summary>Called when the bus asks to stop receiving.</summary>
    public Func<ValueTask>? Stopping { get; set; }

    /// <summary>Called when the bus disposes it.</summary>
    public Func<ValueTask>? Disposing { get; set; }

    public ValueTask StartAsync(MessageReceiver receiver, CancellationToken ct)
    {
        Note("start");
        Receiver = receiver;
        receiver.Redelivers = Redelivers;
        return StartFailure is null ? default : ValueTask.FromException(StartFailure);
    }

    public ValueTask StopReceivingAsync(CancellationToken ct)
    {
        Note("stop receiving");
        return Stopping?.Invoke() ?? default;
    }

    public ValueTask PublishAsync(EventMessage message, CancellationToken ct)
    {
        Note("publish");
        Published = message;
        return default;
    }

    public ValueTask DisposeAsync()
    {
        Note("dispose");
        return Disposing?.Invoke() ?? default;
    }

    private void Note(string call)
    {
        lock (_gate) _calls.Add(call);
    }
}
