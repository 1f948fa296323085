using System.Globalization;

namespace EventGen.Stress.Tests.Queueing;

/// <summary>A queue that has to grow for an emitter that waits, and cannot. Runs in a second process, whose heap is limited.</summary>
internal static class QueueWithoutMemory
{
    public const string Job = "queue-without-memory";

    /// <summary>Fills the queue while its worker is held, has an emitter wait, and lets the worker go on. Writes what the emitter was told, and how many events were handled.</summary>
    /// <param name="capacity">So many that the ring's last segment is full with them: the room that the worker makes is not in it.</param>
    /// <param name="output">Where to write.</param>
    public static async Task WriteAsync(int capacity, TextWriter output)
    {
        await using var bus = await StressBus.StartAsync(workers: 1, capacity);
        var topic = bus.Topic<SubscriberOnlyEvent>();
        using ManualResetEventSlim held = new(), released = new();
        int handled = 0;
        topic.Subscribe(_ =>
        {
            held.Set();
            released.Wait();
            handled++;
        });

        var e = new SubscriberOnlyEvent(1);
        await topic.EmitAsync(e);
        held.Wait();
        for (int i = 0; i < capacity; i++)
        {
            if (!topic.TryEnqueue(e)) throw new InvalidOperationException($"The queue is full with {i}.");
        }

        var waiting = topic.EmitAsync(e).AsTask();
        if (waiting.IsCompleted) throw new InvalidOperationException("The queue has room.");
        released.Set();
        await ((Task)waiting.WaitAsync(Deadline.Default)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        output.WriteLine(waiting.IsCompleted ? waiting.Exception?.InnerException?.GetType().Name ?? "accepted" : "nothing");

        // The queue goes on, once the worker has made room in the ring's last segment.
        while (bus.GetHealth().QueueLength > 0) await Task.Yield();
        await topic.EmitAsync(e);
        var report = await bus.StopAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{handled} handled, {report.Undelivered.Values.Sum()} left"));
    }
}
