using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.Stress.Tests.Queueing;

/// <summary>A queue without workers: the test takes the events itself, so that nothing but the queue races.</summary>
internal sealed class QueueUnderTest : IDisposable
{
    private readonly EventBus _bus = EventBus.Create(static bus => bus.AddModule(EventGenStressTestsEventModule.Instance));

    // Interlocked only.
    private int _accepted;

    public QueueUnderTest(int capacity, QueueFullMode mode)
    {
        Queue = new EventQueue(this, capacity, mode, workers: 1, TimeProvider.System, NullLogger.Instance);
        Topic = _bus.Topic<SubscriberOnlyEvent>();
    }

    public EventQueue Queue { get; }

    public EventTopic<SubscriberOnlyEvent> Topic { get; }

    /// <summary>How many have been accepted, counted after they were.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    public void TryEnqueue(ulong partition)
    {
        if (Queue.TryEnqueue(new QueuedEvent(Topic, this, partition, QueuedPart.All))) Interlocked.Increment(ref _accepted);
    }

    public void Dispose() => _bus.Dispose();
}
