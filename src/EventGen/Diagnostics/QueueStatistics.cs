namespace EventGen;

/// <summary>The queue of a bus at one moment.</summary>
/// <param name="Length">How many accepted events no worker has taken yet.</param>
/// <param name="Capacity">How many may wait.</param>
/// <param name="Workers">How many events are handled at the same time at most.</param>
/// <param name="Busy">How many workers handle an event.</param>
/// <param name="WaitingForKey">How many of the events wait for an earlier one of their key.</param>
/// <param name="Retrying">How many failed deliveries wait for another attempt.</param>
/// <param name="OldestWait">How long the oldest event waits, at most; zero where none does.</param>
public readonly record struct QueueStatistics(int Length, int Capacity, int Workers, int Busy, int WaitingForKey, int Retrying, TimeSpan OldestWait);
