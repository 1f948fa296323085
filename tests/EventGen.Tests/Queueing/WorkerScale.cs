namespace EventGen.Tests.Queueing;

/// <summary>What the only worker of a bus allocates from one event to the last of some, which it takes without a pause.</summary>
public sealed class WorkerScale : IDisposable
{
    private readonly ManualResetEventSlim _weighed = new();
    private int _left;
    private long _first;

    /// <summary>Bytes, of the last round.</summary>
    public long Allocated { get; private set; }

    /// <summary>Starts a round of so many events.</summary>
    public void Await(int events)
    {
        _weighed.Reset();
        _left = events;
        _first = -1;
    }

    /// <summary>Called by the handler.</summary>
    public void Weigh()
    {
        if (_first < 0) _first = GC.GetAllocatedBytesForCurrentThread();
        if (--_left > 0) return;
        Allocated = GC.GetAllocatedBytesForCurrentThread() - _first;
        _weighed.Set();
    }

    /// <summary>Blocks until the last event of the round.</summary>
    public void WaitForLast() => Assert.True(_weighed.Wait(Deadline.Default), "The last event was not handled.");

    public void Dispose() => _weighed.Dispose();
}
