namespace EventGen;

/// <summary>
/// The steps of one stop that run code of others, such as the closing of a publisher: each has a name, runs on a thread of its own
/// and is waited for until the time of the stop is over. Thread safe.
/// </summary>
/// <remarks>In real time, but for pauses of the process: a stop ends, whatever the bus's clock does, and a machine that stood still is no reason to leave what would have ended.</remarks>
/// <param name="time">What measures real time.</param>
internal sealed class StopSteps(TimeProvider time)
{
    // What a step is given at least, so that it is not called unfinished for having come last.
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(100);

    // How long after the last step the stop itself is waited for.
    private static readonly TimeSpan s_margin = TimeSpan.FromMilliseconds(500);

    // How soon it is noticed that the end has come nearer.
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(50);

    private readonly RunningTime _time = new(time);

    // Under itself.
    private readonly List<Step> _steps = [];
    private TimeSpan _endsAt = TimeSpan.MaxValue;

    /// <summary>What has been begun and has not ended, in the order in which it was begun.</summary>
    public IReadOnlyList<string> Unfinished
    {
        get
        {
            List<string> names = [];
            lock (_steps)
            {
                foreach (var step in _steps)
                {
                    if (!step.Running.IsCompleted) names.Add(step.Name);
                }
            }

            return names;
        }
    }

    /// <summary>Ends the stop that long from now, unless it is to end sooner.</summary>
    public void EndWithin(TimeSpan limit)
    {
        if (limit == Timeout.InfiniteTimeSpan) return;
        lock (_steps)
        {
            if (limit < Remaining) _endsAt = _time.Elapsed + limit;
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
    public void Run(string name, Func<Task> step, TimeSpan reserve = default) => Wait(Begin(name, step), reserve);

    /// <summary>Waits for something to end, or for the end of the time.</summary>
    /// <param name="awaited">What to wait for.</param>
    /// <param name="reserve">What is to be left of the time for later steps.</param>
    public void Wait(Task awaited, TimeSpan reserve = default) => Wait(awaited, reserve, Timeout.InfiniteTimeSpan);

    /// <summary>Waits for something to end, as long as a step is given at least.</summary>
    public void WaitForAMoment(Task awaited) => Wait(awaited, reserve: default, s_least);

    /// <summary>Waits for every step that has been begun, for some time.</summary>
    public void WaitForAll(TimeSpan limit)
    {
        List<Task> steps = [];
        lock (_steps)
        {
            foreach (var step in _steps) steps.Add(step.Running);
        }

        Wait(Task.WhenAll(steps), reserve: default, limit);
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

    // In short waits, as the watching thread: the end may come nearer, and a timer counts while the process stands still.
    private void Wait(Task awaited, TimeSpan reserve, TimeSpan limit)
    {
        var began = _time.Elapsed;
        while (!awaited.IsCompleted)
        {
            var waited = _time.Elapsed - began;
            if (waited >= s_least && ((limit != Timeout.InfiniteTimeSpan && waited >= limit) || IsOver(reserve))) return;
            Task.WaitAny([awaited], s_slice);
        }

        _ = awaited.Exception;
    }

    private bool IsOver(TimeSpan reserve)
    {
        lock (_steps) return Remaining <= reserve;
    }

    // Under itself.
    private TimeSpan Remaining => _endsAt == TimeSpan.MaxValue ? TimeSpan.MaxValue : _endsAt - _time.Elapsed;

    /// <param name="Name">What it does.</param>
    /// <param name="Running">Ends with it.</param>
    private sealed record Step(string Name, Task Running);
}
