namespace EventGen.Tests.Queueing;

/// <summary>An event of which an emit does a part here and leaves a part to the queue.</summary>
[Event]
public sealed record SynchronousAndQueuedEvent(int Number, CallLog Calls);

public static class SynchronousAndQueuedHandlers
{
    [Subscribe(Order = 1)]
    public static void Here(SynchronousAndQueuedEvent e) => e.Calls.Add($"here {e.Number}");

    [Subscribe(Order = 2)]
    public static async Task QueuedAsync(SynchronousAndQueuedEvent e)
    {
        await Task.Yield();
        e.Calls.Add($"queued {e.Number}");
    }
}
