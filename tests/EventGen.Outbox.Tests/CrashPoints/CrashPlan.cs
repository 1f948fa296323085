namespace EventGen.Outbox.Tests;

/// <summary>At which call of a store what happens. Thread safe.</summary>
/// <param name="point">The number of the call, from 1; 0 for none.</param>
/// <param name="outcome">What becomes of it.</param>
internal sealed class CrashPlan(int point, CallOutcome outcome)
{
    private readonly object _gate = new();
    private int _calls;
    private bool _isStopped;
    private bool _isDisarmed;

    /// <summary>How many calls there were.</summary>
    public int Calls
    {
        get
        {
            lock (_gate) return _calls;
        }
    }

    /// <summary>True when the process is dead: no call gets through, and none returns.</summary>
    public bool IsStopped
    {
        get
        {
            lock (_gate) return _isStopped;
        }
    }

    /// <summary>True when the point was reached.</summary>
    public bool IsReached => Calls >= point && point > 0;

    /// <summary>Whether the database is away: no call gets through, and each fails.</summary>
    public volatile bool IsAway;

    /// <summary>Whether the database refuses every call until somebody changes something in it.</summary>
    public volatile bool IsRefusing;

    public event Action? Stopped;

    /// <summary>Lets every call through from here on.</summary>
    /// <returns>False when the process is dead already.</returns>
    public bool TryDisarm()
    {
        lock (_gate)
        {
            _isDisarmed = true;
            return !_isStopped;
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            if (_isStopped) return;
            _isStopped = true;
        }

        Stopped?.Invoke();
    }

    public async ValueTask<T> CallAsync<T>(Func<ValueTask<T>> call)
    {
        bool isPoint, isStopped;
        lock (_gate) (isStopped, isPoint) = (_isStopped, !_isStopped && ++_calls == point && !_isDisarmed);
        if (isStopped) await NeverAsync();
        if (IsAway) throw new OutboxStoreException("The database is away.", isTransient: true, mayBeCommitted: false);
        if (IsRefusing) throw new OutboxStoreException("The tables are not as they should be.", isTransient: false, mayBeCommitted: false);
        if (!isPoint) return await call();
        switch (outcome)
        {
            case CallOutcome.DiesBefore:
                Stop();
                await NeverAsync();
                break;
            case CallOutcome.DiesUnanswered:
                await call();
                Stop();
                await NeverAsync();
                break;
            case CallOutcome.DiesAnswered:
                var answer = await call();
                Stop();
                return answer;
            case CallOutcome.LostBefore:
                throw new OutboxStoreException("The connection was cut.", isTransient: true, mayBeCommitted: true);
            case CallOutcome.LostAfter:
                await call();
                throw new OutboxStoreException("The connection was cut.", isTransient: true, mayBeCommitted: true);
            default:
                throw new OutboxStoreException("The database is away.", isTransient: true, mayBeCommitted: false);
        }

        throw new InvalidOperationException("A dead process does not go on.");
    }

    private static Task NeverAsync() => new TaskCompletionSource().Task;
}
