using EventGen.Benchmarks.Timing;

namespace EventGen.Benchmarks.Queue;

/// <summary>Holds the only worker of a queue while it is filled, then takes the CPU time in which the worker handles what is in it.</summary>
/// <param name="events">How many events are in the queue when the gate opens.</param>
public sealed class WorkerGate(int events)
{
    private readonly ManualResetEventSlim _reached = new(), _open = new(), _empty = new();
    private TimeSpan _begun;

    // Counted by the worker alone.
    private int _left = events;

    /// <summary>The worker's CPU time from the opening of the gate to the last event.</summary>
    public TimeSpan Handling { get; private set; }

    [Subscribe]
    public static void Handle(Held e) => e.Gate.Hold();

    [Subscribe]
    public static void Handle(Gated e) => e.Gate.Pass();

    [Subscribe]
    public static void Handle(KeyedGated e) => e.Gate.Pass();

    [Subscribe]
    public static void Handle(GatedWithContext e, EventContext context) => e.Gate.Pass();

    [Subscribe]
    public static ValueTask HandleAsync(GatedInPart e)
    {
        e.Gate.Pass();
        return default;
    }

    /// <summary>Called by a worker, which stays until the gate is opened.</summary>
    public void Hold()
    {
        _reached.Set();
        _open.Wait();
        _begun = ThreadCpu.Now();
    }

    /// <summary>Called by the worker for each event.</summary>
    public void Pass()
    {
        if (--_left != 0) return;
        Handling = ThreadCpu.Now() - _begun;
        _empty.Set();
    }

    /// <summary>Waits until the worker is held.</summary>
    public void WaitUntilReached() => _reached.Wait();

    /// <summary>Opens the gate, and waits until the queue is empty.</summary>
    public void OpenUntilEmpty()
    {
        _open.Set();
        _empty.Wait();
    }
}
