using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>What an outbox engine has of its bus. Thread safe.</summary>
public sealed class OutboxHost
{
    private readonly EventBus _bus;

    internal OutboxHost(EventBus bus, IReadOnlyList<DurableTopic> topics) => (_bus, Topics) = (bus, topics);

    /// <summary>The durable events of the bus.</summary>
    public IReadOnlyList<DurableTopic> Topics { get; }

    /// <summary>The application's name, <see cref="EventBusOptions.Source"/>; <see langword="null"/> when it has none.</summary>
    public string? Source => _bus.Contexts.Own.Source;

    /// <summary>How many events may wait for a worker: the most that the engine holds in memory.</summary>
    public int QueueCapacity => _bus.Options.QueueCapacity;

    /// <summary>The bus's clock.</summary>
    public TimeProvider TimeProvider => _bus.Time;

    /// <summary>The bus's log.</summary>
    public ILogger Logger => _bus.Logger;

    /// <summary>How large a message may be that is read back.</summary>
    public EventMessageLimits Limits => _bus.Limits;

    /// <summary>An id for something new: a UUID version 7.</summary>
    public Guid NextId() => EventIds.Next(_bus.Time.GetUtcNow());

    /// <summary>Gives an event to the workers, which call <see cref="IOutboxEngine.Begin"/>, <see cref="IOutboxEngine.Report"/> and <see cref="IOutboxEngine.End"/>.</summary>
    /// <remarks>Never waits. Events of one key run in the order of the calls, one after the other.</remarks>
    /// <returns>False when the bus has stopped.</returns>
    public bool TryRun(DurableDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return _bus.Queue.Readmit(delivery.ToQueue());
    }
}
