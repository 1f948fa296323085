namespace EventGen.AspNetCore.Management;

/// <summary>The queue of the bus.</summary>
internal sealed record QueueModel(int Length, int Capacity, int Workers, int Busy, int WaitingForKey, int Retrying, double OldestWaitMs);
