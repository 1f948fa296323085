using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>The handlers of one bus that run on although their time is over. Thread safe.</summary>
internal sealed class StuckHandlers(TimeProvider time, ILogger logger)
{
    // How long one that heeds its token may take to end.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    // Under its own lock: the running calls, what they are calls of, and when their time was over.
    private readonly Dictionary<Task, Call> _running = [];

    /// <summary>Completes when every call that runs on now has ended.</summary>
    public Task Ended
    {
        get
        {
            lock (_running) return _running.Count == 0 ? Task.CompletedTask : AllEnded();
        }
    }

    /// <summary>Lists a call until it ends.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="running">Ends with the call.</param>
    /// <param name="failure">What its attempt has failed with.</param>
    public void Add(string eventId, string handler, Task running, TimeoutException failure)
    {
        logger.HandlerOverdue(handler, eventId);
        long now = time.GetTimestamp();
        lock (_running) _running.Add(running, new Call(eventId, handler, failure, now));
        running.ContinueWith(Remove, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Says which emission an attempt was of that has failed: who calls a handler need not know it.</summary>
    public void Note(Exception failure, Guid emission)
    {
        if (failure is not TimeoutException) return;
        lock (_running)
        {
            foreach (var call in _running.Values)
            {
                if (ReferenceEquals(call.Failure, failure)) call.Emission = emission;
            }
        }
    }

    /// <summary>The call of a handler with an emission that still runs; <see langword="null"/> where none does.</summary>
    public Task? Find(Guid emission, string handler)
    {
        lock (_running)
        {
            foreach (var (running, call) in _running)
            {
                if (call.Emission == emission && call.Handler == handler) return running;
            }

            return null;
        }
    }

    /// <summary>Each whose time is over, <c>handler on event</c>, ordinally. Calls no code of others.</summary>
    public IReadOnlyList<string> Overdue() => Running() is { Length: > 0 } running ? Names(running) : [];

    /// <summary>Each that does not heed its token, in the same form.</summary>
    public IReadOnlyList<string> Stuck()
    {
        var running = Running();
        if (running.Length == 0) return [];

        // The clock may be the application's: it is not called under the lock.
        long now = time.GetTimestamp();
        return Names(Array.FindAll(running, call => time.GetElapsedTime(call.Since, now) >= s_patience));
    }

    private Task AllEnded() => Task.WhenAll(_running.Keys).ContinueWith(static _ => { }, TaskScheduler.Default);

    private Call[] Running()
    {
        lock (_running)
        {
            var calls = new Call[_running.Count];
            _running.Values.CopyTo(calls, 0);
            return calls;
        }
    }

    private static string[] Names(Call[] calls)
    {
        string[] names = Array.ConvertAll(calls, static call => $"{call.Handler} on {call.EventId}");
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    private void Remove(Task running)
    {
        lock (_running) _running.Remove(running);
    }

    // A class: a collection of values is compiled for each kind of them.
    private sealed record Call(string EventId, string Handler, TimeoutException Failure, long Since)
    {
        /// <summary>Known once the failure is decided on. Under the lock.</summary>
        public Guid? Emission { get; set; }
    }
}
