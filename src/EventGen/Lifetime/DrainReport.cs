namespace EventGen;

/// <summary>How a bus stopped.</summary>
public sealed record DrainReport
{
    /// <summary>True when every accepted event was handled or is kept in the outbox, and nothing runs on.</summary>
    public bool IsComplete => Undelivered.Count == 0 && Retrying.Count == 0 && CutOff.Count == 0 && Running == 0 && Stuck.Count == 0 && Unfinished.Count == 0;

    /// <summary>How many accepted events were never taken by a worker, by event id.</summary>
    public required IReadOnlyDictionary<string, int> Undelivered { get; init; }

    /// <summary>How many failed deliveries still waited for another attempt, by event id. They are dead letters now.</summary>
    public required IReadOnlyDictionary<string, int> Retrying { get; init; }

    /// <summary>How many deliveries failed after the drain had been given up, by event id: they were cancelled, or their handlers could emit no more. They are dead letters now.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyDictionary<string, int> CutOff { get; init; } = new Dictionary<string, int>();

    /// <summary>How many durable events stay in the outbox, by event id, that this process had begun to deliver or held in memory. They are not lost.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyDictionary<string, int> Kept { get; init; } = new Dictionary<string, int>();

    /// <summary>How many events were still being handled, by handlers that ignored their cancelled token, or published.</summary>
    public required int Running { get; init; }

    /// <summary>
    /// What runs on, as <c>handler on event</c>, <c>publishing on event</c> or <c>publisher 'name'</c>. Of an event of which no handler has left its thread, so that one blocks it, all that it may be, as
    /// <c>handler or handler on event</c>: the call of a handler costs nothing, and leaves no trace.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> RunningHandlers { get; init; } = [];

    /// <summary>What of the stop itself had not ended when its time was over, such as <c>closing publisher 'redis'</c>. It goes on.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> Unfinished { get; init; } = [];

    /// <summary>The handlers that have exceeded their time limit and still run, as <c>handler on event</c>.</summary>
    public required IReadOnlyList<string> Stuck { get; init; }

    /// <summary>What is left, in words.</summary>
    public override string ToString()
    {
        List<string> parts = [.. Counts(Undelivered, "never handled"), .. Counts(Retrying, "not attempted again"), .. Counts(CutOff, "cut off by the stop")];
        if (Running > 0) parts.Add($"{Running} still running{(RunningHandlers.Count > 0 ? $" ({string.Join("; ", Equal(RunningHandlers))})" : "")}");
        parts.AddRange(Counts(Kept, "kept in the outbox"));
        parts.AddRange(Equal(Stuck).Select(static handler => $"{handler} stuck"));
        parts.AddRange(Unfinished.Select(static step => $"not ended: {step}"));
        return parts.Count == 0 ? "nothing left" : string.Join(", ", parts);
    }

    // Many workers may run one handler.
    private static IEnumerable<string> Equal(IEnumerable<string> handlers) =>
        handlers.GroupBy(static handler => handler, StringComparer.Ordinal).Select(static group => group.Skip(1).Any() ? $"{group.Count()} x {group.Key}" : group.Key);

    private static IEnumerable<string> Counts(IReadOnlyDictionary<string, int> counts, string what) =>
        counts.OrderBy(static count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Value} x {count.Key} {what}");
}
