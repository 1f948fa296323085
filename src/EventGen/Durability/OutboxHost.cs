using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>What an outbox engine has of its bus. Thread safe.</summary>
public sealed class OutboxHost
{
    private readonly EventQueue _queue;

    internal OutboxHost(EventQueue queue, IReadOnlyList<DurableTopic> topics, string? source, TimeProvider time, ILogger logger, EventMessageLimits limits) =>
        (_queue, Topics, Source, TimeProvider, Logger, Limits) = (queue, topics, source, time, logger, limits);

    /// <summary>The durable events of the bus.</summary>
    public IReadOnlyList<DurableTopic> Topics { get; }

    /// <summary>The application's name: <c>EventBusOptions.Source</c>, or the name of the program's assembly; <see langword="null"/> where neither is known.</summary>
    public string? Source { get; }

    /// <summary>How many events may wait for a worker: the most that the engine holds in memory.</summary>
    public int QueueCapacity => _queue.Capacity;

    /// <summary>The bus's clock.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>The bus's log.</summary>
    public ILogger Logger { get; }

    /// <summary>How large a message may be that is read back.</summary>
    public EventMessageLimits Limits { get; }

    /// <summary>An id for something new: a UUID version 7.</summary>
    public Guid NextId() => EventIds.Next(TimeProvider.GetUtcNow());

    /// <summary>Gives an event to the workers, which call <see cref="IOutboxEngine.Begin"/>, <see cref="IOutboxEngine.Report"/> and <see cref="IOutboxEngine.End"/>.</summary>
    /// <remarks>Never waits. Events of one key run in the order of the calls, one after the other.</remarks>
    /// <returns>False when the bus has stopped.</returns>
    public bool TryRun(DurableDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return _queue.Readmit(delivery.ToQueue());
    }
}
