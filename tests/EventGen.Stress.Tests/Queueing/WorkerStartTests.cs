using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.Stress.Tests.Queueing;

/// <summary>A worker begins with the first event that needs it.</summary>
public sealed class WorkerStartTests
{
    [Fact]
    public void WorkersWithoutAnEvent_NeverBegin()
    {
        var queue = new QueueUnderTest(capacity: 4, QueueFullMode.Wait).Queue;
        var inFlight = new InFlightTracker(queue, observer: null);
        var workers = new WorkerPool(queue, inFlight, NullLogger.Instance, size: 1);

        workers.Start();
        inFlight.BeginDrain();
        Assert.True(inFlight.Drained.IsCompleted);   // not after a worker has looked
        queue.Close();

        Assert.True(workers.Ended.IsCompleted);
    }

    [Fact]
    public void StartWithoutAnEvent_IsToldAsRest()
    {
        var queue = new QueueUnderTest(capacity: 4, QueueFullMode.Wait).Queue;
        var observer = new RestObserver();
        var inFlight = observer.Of = new InFlightTracker(queue, observer);

        new WorkerPool(queue, inFlight, NullLogger.Instance, size: 1).Start();

        Assert.True(observer.HasSeenRest);
    }

    [Fact]
    public async Task EventsFromBeforeTheStart_AreTaken()
    {
        await using var bus = EventBus.Create(static bus => bus.AddModule(EventGenStressTestsEventModule.Instance).Configure(static options => options.Workers = 3));
        int left = 5;
        var done = new TaskCompletionSource();
        bus.Topic<SubscriberOnlyEvent>().Subscribe(_ =>
        {
            if (Interlocked.Decrement(ref left) == 0) done.SetResult();
        });
        for (int i = 0; i < 5; i++) await bus.Topic<SubscriberOnlyEvent>().EmitAsync(new SubscriberOnlyEvent(i));

        await bus.StartAsync();

        await Deadline.WithinAsync(done.Task, "the events");
    }

    private sealed class RestObserver : IWorkObserver
    {
        public InFlightTracker? Of { get; set; }

        public bool HasSeenRest { get; private set; }

        public void Began()
        {
        }

        public void Ended()
        {
        }

        public void WorkEnded() => HasSeenRest = Of!.IsAtRest;
    }
}
