namespace EventGen.AspNetCore.Management;

/// <summary>What somebody waits for whose command runs on a worker.</summary>
internal static class WaitingFor
{
    /// <summary>How long a command is waited for without a word.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const int MaxNames = 5;

    /// <summary>In words: workers that are all busy, and with what, or the handler itself.</summary>
    public static string Describe(EventBus bus)
    {
        var queue = bus.Statistics.Queue;
        if (queue.Busy < queue.Workers) return "It has begun, and has not ended yet.";
        var running = bus.RunningHandlers.GroupBy(static name => name, StringComparer.Ordinal).ToArray();
        string names = string.Join(", ", running.Take(MaxNames).Select(static name => name.Count() == 1 ? name.Key : $"{name.Count()} × {name.Key}"));
        return $"All {queue.Workers} workers are busy: {names}{(running.Length > MaxNames ? " and others" : "")}. Events that wait for one: {queue.Length}.";
    }
}
