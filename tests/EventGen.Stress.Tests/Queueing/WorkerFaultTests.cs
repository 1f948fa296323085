using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.Stress.Tests.Queueing;

/// <summary>What fails in a worker between two events, and in the queue for want of memory: nobody waits for ever, and nothing is lost.</summary>
public sealed class WorkerFaultTests
{
    [Fact]
    public async Task WorkerThatFails_IsCountedAndLogged_AndGoesOn()
    {
        var logger = new CriticalLogger();
        var queue = new EventQueue(new object(), capacity: 4, QueueFullMode.Wait, workers: 1, TimeProvider.System, logger);
        var work = new CountedWork();
        Assert.True(queue.TryEnqueue(new QueuedEvent(work, this, 0, QueuedPart.All)));

        new WorkerPool(queue, new InFlightTracker(queue, new FailingObserver()), logger, size: 1).Start();
        await Eventually.EqualAsync(1, () => logger.Messages.Length);   // as it goes to sleep

        Assert.True(queue.TryEnqueue(new QueuedEvent(work, this, 0, QueuedPart.All)));
        await Eventually.EqualAsync(2, () => logger.Messages.Length);
        Assert.Equal((2, 2L), (work.Count, queue.Faults));
        Assert.Equal(["A worker has failed between two events, 1 times so far, and goes on. Told whenever they have doubled.", "A worker has failed between two events, 2 times so far, and goes on. Told whenever they have doubled."], logger.Messages);
        queue.Close();
    }

    [Fact]
    public void WhatAWorkerHasTaken_IsRun_ThoughItFailsToLetOthersIn()
    {
        var queue = new EventQueue(new object(), capacity: 2, QueueFullMode.Wait, workers: 1, new FailingClock(), NullLogger.Instance);
        queue.BeginWork();
        for (int i = 0; i < 3; i++)
        {
            try
            {
                ValueTask accepted = default;
                queue.Enqueue(new QueuedEvent(new CountedWork(), i, 0, QueuedPart.All), ref accepted, CancellationToken.None);
            }
            catch (NotSupportedException)
            {
                // The clock is asked for the time at which the queue became crowded, after the event got in, or among those that wait.
            }
        }

        List<object> taken = [];
        while (queue.TryTake(0, out var next)) taken.Add(next.Item);

        Assert.Equal([0, 1, 2], taken);
        Assert.NotEqual(0, queue.Faults);
    }

    [Fact]
    public async Task FaultOfAWorker_IsToldByTheHealth()
    {
        await using var bus = await StressBus.StartAsync(workers: 1, capacity: 4);

        bus.Queue.NoteFault(new OutOfMemoryException());

        Assert.Equal((EventBusStatus.Degraded, 1L), (bus.GetHealth().Status, bus.GetHealth().WorkerFaults));
        Assert.Equal(["Times that a worker has failed between two events since the bus was made: 1; the log says why."], bus.GetHealth().Problems);
    }

    /// <summary>The ring's segments hold 2048 events, 4096, and so on, of 40 bytes: nine of them are full with the capacity, and take 42 MB, as the tenth would.</summary>
    [Fact]
    public async Task EmitterThatWaits_IsToldThatTheQueueCannotGrow()
    {
        const int Capacity = 2048 * 511;

        string[] lines = await SecondProcess.StartAsync(QueueWithoutMemory.Job, Capacity, heapLimit: 72 * 1024 * 1024);

        Assert.Equal(["OutOfMemoryException", $"{Capacity + 2} handled, 0 left"], lines);
    }

    private sealed class CountedWork : QueuedWork
    {
        // Interlocked only.
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override string EventId => "work";

        public override bool Run(in QueuedEvent queued, ref ValueTask running)
        {
            Interlocked.Increment(ref _count);
            return true;
        }

        public override void Drop(in QueuedEvent queued) => throw new NotSupportedException();

        public override IAcknowledgement? AcknowledgementOf(in QueuedEvent queued) => null;

        public override string DescribeTargets() => EventId;
    }

    private sealed class FailingObserver : IWorkObserver
    {
        public void Began()
        {
        }

        public void Ended()
        {
        }

        public void WorkEnded() => throw new NotSupportedException();
    }

    private sealed class FailingClock : TimeProvider
    {
        public override long GetTimestamp() => throw new NotSupportedException();
    }

    private sealed class CriticalLogger : ILogger
    {
        // Under itself.
        private readonly List<string> _messages = [];

        public string[] Messages
        {
            get
            {
                lock (_messages) return [.. _messages];
            }
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Critical;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_messages) _messages.Add(formatter(state, exception));
        }
    }
}
