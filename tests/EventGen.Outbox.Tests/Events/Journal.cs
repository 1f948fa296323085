using System.Collections.Concurrent;

namespace EventGen.Outbox.Tests;

/// <summary>What the handlers of one test saw, and how they are to behave. Thread safe.</summary>
internal sealed class Journal
{
    private static readonly ConcurrentDictionary<string, Journal> s_journals = new();

    // Under itself.
    private readonly List<(string Target, int Number)> _handled = [];
    private readonly Dictionary<(string Target, int Number), int> _failures = [];
    private readonly HashSet<EventBus> _dead = [];
    private readonly Dictionary<(string Target, int Number), AsyncGate> _gates = [];

    public static Journal Of(string run) => s_journals.GetOrAdd(run, static _ => new Journal());

    /// <summary>What the handler with a transaction does first.</summary>
    public volatile Func<OutboxTransaction, Task>? BeforeBooking;

    /// <summary>What has been handled, in order.</summary>
    public IReadOnlyList<(string Target, int Number)> Handled
    {
        get
        {
            lock (_handled) return [.. _handled];
        }
    }

    public int Count(string target, int number)
    {
        lock (_handled) return _handled.Count(one => one == (target, number));
    }

    /// <summary>The target fails that many times on an event.</summary>
    public void Fail(string target, int number, int times)
    {
        lock (_handled) _failures[(target, number)] = times;
    }

    /// <summary>The target waits on an event until the gate is opened.</summary>
    public AsyncGate Hold(string target, int number)
    {
        lock (_handled) return _gates[(target, number)] = new AsyncGate();
    }

    /// <summary>The process of the bus is gone: nothing that it runs has any effect.</summary>
    public void Kill(EventBus bus)
    {
        lock (_handled) _dead.Add(bus);
    }

    public void Handle(string target, int number)
    {
        lock (_handled)
        {
            if (_dead.Contains(EventBus.Current)) throw new InvalidOperationException("The process is dead.");
            if (_failures.TryGetValue((target, number), out int left) && left > 0)
            {
                _failures[(target, number)] = left - 1;
                throw new InvalidOperationException($"{target} fails on {number}.");
            }

            _handled.Add((target, number));
        }
    }

    public async Task HandleAsync(string target, int number, CancellationToken cancellationToken)
    {
        AsyncGate? gate;
        lock (_handled) gate = _gates.GetValueOrDefault((target, number));
        if (gate is not null) await gate.PassAsync(cancellationToken);
        Handle(target, number);
    }
}
