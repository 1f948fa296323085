namespace EventGen;

/// <summary>The handlers of one bus that run on although their time is over. Thread safe.</summary>
internal sealed class StuckHandlers(EventBus bus)
{
    // Under its own lock: the running calls, and what they are calls of.
    private readonly Dictionary<Task, (string EventId, string Handler)> _running = [];

    /// <summary>Lists a call until it ends.</summary>
    public void Add(string eventId, string handler, Task running)
    {
        bus.Logger.HandlerStuck(handler, eventId);
        lock (_running) _running.Add(running, (eventId, handler));
        running.ContinueWith(Remove, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Each that is stuck, <c>handler on event</c>, ordinally.</summary>
    public IReadOnlyList<string> List()
    {
        lock (_running) return [.. _running.Values.Select(static call => $"{call.Handler} on {call.EventId}").Order(StringComparer.Ordinal)];
    }

    private void Remove(Task running)
    {
        lock (_running) _running.Remove(running);
    }
}
