using System.Diagnostics;

namespace EventGen;

/// <summary>The publishes of a transport that are under way: bounds how many there are, and how long the caller of each waits. Compiled into each transport. Thread safe.</summary>
/// <param name="capacity">How many there may be; at least 1.</param>
/// <param name="timeout">How long a caller waits, for a place and for the end. The same for all: so they become due in the order in which they began, and one timer keeps the time of all.</param>
/// <param name="endInTime">Whether each ends in time by itself, so that nobody has to look.</param>
internal sealed class OpenPublishes(int capacity, TimeSpan timeout, bool endInTime)
{
    private readonly InFlightLimiter _places = new(capacity);

    // Held for a few instructions.
    private readonly object _gate = new();

    // Under _gate. A list of those that have been begun and not answered, in order.
    private OpenPublish? _first;
    private OpenPublish? _last;

    // Under _gate. Made once. Set to when it has to look for the next time, which is no later than the first one is due.
    private ITimer? _timer;
    private bool _isTimed;

    /// <summary>Publishes when there is a place for it, and keeps the place until the publish has really ended.</summary>
    /// <param name="begin">Begins it.</param>
    /// <param name="state">Passed to it.</param>
    /// <param name="cancellationToken">Ends the wait, for the place or for the end. What has begun goes on.</param>
    /// <exception cref="TimeoutException">There was no place in time, or it has not ended in time.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask RunAsync<TState>(Func<TState, Task> begin, TState state, CancellationToken cancellationToken) =>
        _places.TryEnter(1) == 1 ? RunNowAsync(begin, state, cancellationToken) : WaitAndRunAsync(begin, state, cancellationToken);

    /// <summary>A publish has begun.</summary>
    public void Add(OpenPublish publish)
    {
        if (endInTime) return;
        lock (_gate)
        {
            if (publish.IsAnswered) return;
            publish.Due = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
            publish.Previous = _last;
            if (_last is null) _first = publish;
            else _last.Next = publish;
            _last = publish;
            if (_isTimed) return;
            _isTimed = true;
            SetTimer(timeout);
        }
    }

    /// <summary>The caller of a publish has its answer.</summary>
    public void Remove(OpenPublish publish)
    {
        if (endInTime) return;
        lock (_gate)
        {
            if (publish.Previous is null && _first != publish) return;   // it is not there
            if (publish.Previous is { } previous) previous.Next = publish.Next;
            else _first = publish.Next;
            if (publish.Next is { } next) next.Previous = publish.Previous;
            else _last = publish.Previous;
            (publish.Previous, publish.Next) = (null, null);
        }
    }

    /// <summary>A publish has ended.</summary>
    public void Leave() => _places.Leave();

    private ValueTask RunNowAsync<TState>(Func<TState, Task> begin, TState state, CancellationToken cancellationToken)
    {
        Task sending;
        try
        {
            sending = begin(state);
        }
        catch (Exception)
        {
            Leave();
            throw;
        }

        if (sending.IsCompleted)
        {
            Leave();
            return new ValueTask(sending);
        }

        var publish = new OpenPublish(this, sending);
        publish.Watch(cancellationToken);
        return publish.Answered;
    }

    private async ValueTask WaitAndRunAsync<TState>(Func<TState, Task> begin, TState state, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        await _places.EnterAsync(timeout, cancellationToken).ConfigureAwait(false);
        var publishing = RunNowAsync(begin, state, cancellationToken);
        var left = timeout - Stopwatch.GetElapsedTime(began);
        if (endInTime) await publishing.ConfigureAwait(false);
        else await BoundedWait.ForAsync(publishing.AsTask(), left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
    }

    // Under _gate.
    private void SetTimer(TimeSpan due)
    {
        if (_timer is not null)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
            return;
        }

        // Outlives whoever published first, so without their context.
        using var _ = ExecutionContext.SuppressFlow();
        _timer = TimeProvider.System.CreateTimer(static all => ((OpenPublishes)all!).AbandonOverdue(), this, due, Timeout.InfiniteTimeSpan);
    }

    private void AbandonOverdue()
    {
        List<OpenPublish> due = [];
        lock (_gate)
        {
            long now = Environment.TickCount64;
            var publish = _first;
            for (; publish is not null && publish.Due <= now; publish = publish.Next) due.Add(publish);
            _isTimed = publish is not null;
            if (publish is not null) SetTimer(TimeSpan.FromMilliseconds(publish.Due - now));
        }

        // Each takes itself off the list.
        foreach (var publish in due) publish.GiveUp(new TimeoutException());
    }
}
