namespace EventGen.Outbox;

// How those who emit are answered in time when the store does not write.
internal sealed partial class Relay
{
    // Waits for an answer of the store. While it lasts nothing else may be asked; those whose time is over are not left waiting.
    private async ValueTask<T> AnsweredAsync<T>(ValueTask<T> call)
    {
        if (!call.IsCompleted)
        {
            long began = _time.GetTimestamp();
            State.Asked(began);
            await UntilAnswered(call, _endAnswer).ConfigureAwait(false);
            while (!call.IsCompleted) await StillUntilAnswered(began).ConfigureAwait(false);
        }

        return await call.ConfigureAwait(false);
    }

    // Completes when a call has its answer, or somebody's time may be over; the latter may then be waited for again.
    private ValueTask UntilAnswered<T>(ValueTask<T> call, Action onAnswer)
    {
        call.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(onAnswer);
        return _answer.WaitAsync(UntilOverdue());
    }

    // The same once more, for a call that has no answer yet: those whose time is over have theirs, and health tells no later.
    private ValueTask StillUntilAnswered(long began, CommitBatch? committing = null)
    {
        RefuseOverdue(null, committing);
        if (_time.GetElapsedTime(began) >= s_patience) State.NotAnswered(s_patience);
        return _answer.WaitAsync(UntilOverdue());
    }

    private async ValueTask AnsweredAsync(ValueTask call)
    {
        if (call.IsCompleted) await call.ConfigureAwait(false);
        else await AnsweredAsync(DoneAsync(call)).ConfigureAwait(false);

        static async ValueTask<bool> DoneAsync(ValueTask call)
        {
            await call.ConfigureAwait(false);
            return true;
        }
    }

    // How long until somebody's time may be over. Who comes meanwhile has the whole of it.
    private TimeSpan UntilOverdue()
    {
        var until = s_patience;
        foreach (var pending in _unsure?.Emits ?? []) until = Sooner(until, pending);
        if (_parts.Count > 0) until = _parts.SelectMany(static part => part.Emits).Aggregate(until, Sooner);
        if (_emits.TryPeek(out var oldest)) until = Sooner(until, oldest);

        // A timer counts whole milliseconds, and must not end a wait too early.
        return TimeSpan.FromMilliseconds(Math.Ceiling(until.TotalMilliseconds));
    }

    private TimeSpan Sooner(TimeSpan until, PendingEmit pending)
    {
        if (pending.IsAnswered) return until;
        var left = s_patience - _time.GetElapsedTime(pending.Enqueued);
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < until ? left : until;
    }

    // Answers those whose time is over, wherever they wait. Of a batch that is being committed nobody knows yet what becomes of it.
    private void RefuseOverdue(string? cause, CommitBatch? committing = null)
    {
        var exception = cause is null ? null : new OutboxStoreException(cause, isTransient: true, mayBeCommitted: false);
        foreach (var pending in _unsure?.Emits ?? [])
        {
            if (!IsOverdue(pending)) continue;
            if (committing is not null) pending.NoteUnknown();
            RefuseLate(pending, exception);
        }

        if (committing is null) _unsure?.RemoveRefused();
        foreach (var pending in _parts.SelectMany(static part => part.Emits).Where(IsOverdue)) RefuseLate(pending, exception);
        while (_emits.TryPeek(out var oldest) && IsOverdue(oldest) && _emits.TryDequeue(out oldest)) RefuseLate(oldest, exception);
    }

    // The caller finds in the health what it was refused for.
    private void RefuseLate(PendingEmit pending, Exception? cause)
    {
        State.NotAnswered(s_patience);
        pending.Refuse(cause);
    }

    // At the end nobody is left without an answer, also who came between the last look and the end.
    private void RefuseEverybody(Exception? cause)
    {
        _hasEnded = true;
        Interlocked.MemoryBarrier();   // who does not see it is seen below
        foreach (var pending in _unsure?.Emits ?? []) pending.Refuse(cause);
        while (_parts.TryPop(out var part)) part.Emits.ForEach(pending => pending.Refuse(cause));
        RefuseWaiting(cause);
    }

    private void RefuseWaiting(Exception? cause)
    {
        while (_emits.TryDequeue(out var pending)) pending.Refuse(cause);
    }

    private bool IsOverdue(PendingEmit pending) => _time.GetElapsedTime(pending.Enqueued) >= s_patience;
}
