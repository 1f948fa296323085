using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>
/// The steps of one stop that run code of others, such as the closing of a publisher: each has a name, runs on a thread of its own
/// and is waited for until the time of the stop is over. Thread safe.
/// </summary>
/// <remarks>In real time: a stop ends, whatever the bus's clock does.</remarks>
internal sealed class StopSteps
{
    // What a step is given at least, so that it is not called unfinished for having come last.
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(100);

    // How long after the last step the stop itself is waited for.
    private static readonly TimeSpan s_margin = TimeSpan.FromMilliseconds(500);

    // How soon the watching thread notices that the end has come nearer.
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _end = new();

    // Under itself.
    private readonly List<Step> _steps = [];
    private long _began = Stopwatch.GetTimestamp();
    private TimeSpan _limit = Timeout.InfiniteTimeSpan;

    /// <summary>What has been begun and has not ended, in the order in which it was begun.</summary>
    public IReadOnlyList<string> Unfinished
    {
        get
        {
            lock (_steps) return _steps.Count == 0 ? [] : [.. _steps.Where(static step => !step.Running.IsCompleted).Select(static step => step.Name)];
        }
    }

    /// <summary>Ends the stop that long from now, unless it is to end sooner.</summary>
    public void EndWithin(TimeSpan limit)
    {
        if (limit == Timeout.InfiniteTimeSpan) return;
        lock (_steps)
        {
            if (limit >= Remaining) return;
            (_began, _limit) = (Stopwatch.GetTimestamp(), limit);
            _end.CancelAfter(limit);
        }
    }

    /// <summary>Begins a step.</summary>
    /// <param name="name">What it does, with whom: it may have to be blamed.</param>
    /// <param name="step">Must not throw.</param>
    public Task Begin(string name, Func<Task> step)
    {
        Task running = Task.Run(step);
        lock (_steps) _steps.Add(new Step(name, running));
        return running;
    }

    /// <summary>Runs a step to its end, or to the end of the time.</summary>
    /// <param name="name">What it does.</param>
    /// <param name="step">Must not throw.</param>
    /// <param name="reserve">What is to be left of the time for later steps.</param>
    public Task RunAsync(string name, Func<Task> step, TimeSpan reserve = default) => WaitAsync(Begin(name, step), reserve);

    /// <summary>Waits for something to end, or for the end of the time.</summary>
    /// <param name="awaited">What to wait for.</param>
    /// <param name="reserve">What is to be left of the time for later steps.</param>
    [AsyncMethodBuilder(typeof(ColdMethodBuilder))]
    public async Task WaitAsync(Task awaited, TimeSpan reserve = default)
    {
        TimeSpan limit;
        lock (_steps) limit = Remaining - reserve;
        if (limit < s_least)
        {
            await IgnoreAsync(awaited.WaitAsync(s_least, TimeProvider.System)).ColdAwait();
            return;
        }

        // No timer waits longer; a stop without a limit ends when one is set.
        await IgnoreAsync(limit > TimerLimits.Longest ? awaited.WaitAsync(_end.Token) : awaited.WaitAsync(limit, TimeProvider.System, _end.Token)).ColdAwait();
    }

    /// <summary>Waits for every step that has been begun, for some time.</summary>
    public Task WaitForAllAsync(TimeSpan limit)
    {
        Task[] steps;
        TimeSpan remaining;
        lock (_steps) (steps, remaining) = ([.. _steps.Select(static step => step.Running)], Remaining);
        if (steps.Length == 0) return Task.CompletedTask;
        if (remaining < limit) limit = remaining;
        return IgnoreAsync(Task.WhenAll(steps).WaitAsync(limit > s_least ? limit : s_least, TimeProvider.System));
    }

    /// <summary>Blocks until the stop itself has ended: its own thread may be blocked by what it calls, and so may every thread of the pool.</summary>
    /// <returns>False when its time is over, and more.</returns>
    public bool WaitToTheEnd(Task stop)
    {
        // In short waits, since a cancellation may bring the end nearer.
        while (!stop.IsCompleted)
        {
            TimeSpan remaining;
            lock (_steps) remaining = Remaining;
            if (remaining <= -s_margin) return false;
            Task.WaitAny([stop], s_slice);
        }

        return true;
    }

    // Under itself.
    private TimeSpan Remaining => _limit == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _limit - Stopwatch.GetElapsedTime(_began);

    private static Task IgnoreAsync(Task waited) => waited.ContinueWith(static waited => _ = waited.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <param name="Name">What it does.</param>
    /// <param name="Running">Ends with it.</param>
    private sealed record Step(string Name, Task Running);
}
