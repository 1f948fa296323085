using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.Stress.Tests.Queueing;

/// <summary>A queue without workers: the test takes the events itself, so that nothing but the queue races.</summary>
internal sealed class QueueUnderTest(int capacity, QueueFullMode mode)
{
    private readonly DroppedWork _work = new();

    // Interlocked only.
    private int _accepted;

    public EventQueue Queue { get; } = new(new object(), capacity, mode, workers: 1, TimeProvider.System, NullLogger.Instance);

    /// <summary>How many have been accepted, counted after they were.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How many have been dropped.</summary>
    public int Dropped => _work.Dropped;

    public void TryEnqueue(ulong partition)
    {
        if (Queue.TryEnqueue(new QueuedEvent(_work, this, partition, QueuedPart.All))) Interlocked.Increment(ref _accepted);
    }

    /// <summary>Never run, only dropped.</summary>
    private sealed class DroppedWork : QueuedWork
    {
        // Interlocked only.
        private int _dropped;

        public int Dropped => Volatile.Read(ref _dropped);

        public override string EventId => "work";

        public override bool Run(in QueuedEvent queued, ref ValueTask running) => throw new NotSupportedException();

        public override void Drop(in QueuedEvent queued) => Interlocked.Increment(ref _dropped);

        public override IAcknowledgement? AcknowledgementOf(in QueuedEvent queued) => null;

        public override string DescribeTargets() => EventId;
    }
}
