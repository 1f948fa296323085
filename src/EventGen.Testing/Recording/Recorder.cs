namespace EventGen.Testing;

/// <summary>Keeps what a bus does, in the order in which it became known, and counts what runs. Thread safe.</summary>
internal sealed class Recorder : BusObserver, IEventMiddleware
{
    private readonly object _gate = new();

    // Under _gate.
    private readonly List<RecordedActivity> _activities = [];
    private readonly List<CallInProgress> _calls = [];
    private int _running;
    private TaskCompletionSource? _change;

    /// <summary>Everything so far; a copy.</summary>
    public IReadOnlyList<RecordedActivity> Activities
    {
        get
        {
            lock (_gate) return [.. _activities];
        }
    }

    /// <summary>How many calls of emitters and handlers are running.</summary>
    public int Running
    {
        get
        {
            lock (_gate) return _running;
        }
    }

    /// <summary>The handlers and publishers that are running; a copy.</summary>
    public IReadOnlyList<CallInProgress> Calls
    {
        get
        {
            lock (_gate) return [.. _calls];
        }
    }

    /// <summary>Completes when something is recorded or ends, or a worker rests, after this was asked.</summary>
    public Task NextChange
    {
        get
        {
            lock (_gate) return (_change ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public void Add(RecordedActivity activity)
    {
        lock (_gate) _activities.Add(activity);
        WorkEnded();
    }

    /// <summary>Runs a handler or publisher, and names it as running meanwhile.</summary>
    public async ValueTask RunAsync<TState>(CallInProgress call, TState state, Func<TState, ValueTask> run)
    {
        lock (_gate) _calls.Add(call);
        try
        {
            await run(state).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _calls.Remove(call);
        }
    }

    public void Clear()
    {
        lock (_gate) _activities.Clear();
    }

    public override void Emitted(EventTopic topic, object payload) => Add(new Emission(topic.Descriptor.Id, payload));

    public override void InvocationFailed(IReadOnlyList<DeliveryFailure> failures)
    {
        foreach (var failure in failures) Add(new RecordedFailure(failure));
    }

    public override void Began()
    {
        lock (_gate) _running++;
    }

    public override void Ended()
    {
        lock (_gate) _running--;
        WorkEnded();
    }

    public override void WorkEnded()
    {
        TaskCompletionSource? change;
        lock (_gate) (change, _change) = (_change, null);
        change?.TrySetResult();
    }

    public async ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next)
    {
        Began();
        try
        {
            var call = new CallInProgress("handler", invocation.Handler, invocation.Event.Id, invocation.Payload);
            await RunAsync(call, (next, invocation), static one => one.next(one.invocation)).ConfigureAwait(false);
            Add(new Handling(invocation.Event.Id, invocation.Payload, invocation.Handler));
        }
        finally
        {
            Ended();
        }
    }
}
