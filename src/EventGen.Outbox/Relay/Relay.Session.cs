namespace EventGen.Outbox;

// The time for which this instance has a lease: from the opening of the store until the lease is lost or the bus stops.
internal sealed partial class Relay
{
    private async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        var session = await AnsweredAsync(_store.OpenAsync(_start, cancellationToken)).ConfigureAwait(false);
        _clock.Note(session.Now);
        await AnsweredAsync(_routes.SyncAsync(_store, [], cancellationToken)).ConfigureAwait(false);
        await AnsweredAsync(_deadLetters.RefreshAsync(cancellationToken)).ConfigureAwait(false);
        await AnsweredAsync(_backlog.RefreshAsync(_store, cancellationToken)).ConfigureAwait(false);
        _isLeaseLost = false;
        _session = session;
        _hasOpened = true;
        _isClaimWanted = true;
        _polled = _time.GetTimestamp();
        _logger.Opened(_store.Name, Application, session.Instance);
        if (session.TakenBack > 0) _logger.TookBack(_store.Name, session.TakenBack);
        OutboxTelemetry.CountOrphans(Application, session.TakenBack);
    }

    // Nothing of the old epoch can be settled. What its emitters wait for is written under the new one.
    private async ValueTask ReopenAsync()
    {
        int lost = Leased.VoidAll();
        _settlings.Clear();
        _suspects.Clear();
        _refused.Clear();
        _repeatable.Clear();
        _unsure?.KeepEmitsAlone();
        foreach (var part in _parts) part.KeepEmitsAlone();
        if (_session is { } session) _logger.LeaseLost(_store.Name, session.Instance, lost);
        OutboxTelemetry.CountVoid(Application, lost);
        _session = null;
        await OpenAsync(_end.Token).ConfigureAwait(false);
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(_options.LeaseDuration / 3, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token).ConfigureAwait(false))
            {
                if (_session is not { } session || _isLeaseLost) continue;
                try
                {
                    if (await _store.RenewAsync(_end.Token).ConfigureAwait(false) || !ReferenceEquals(session, _session)) continue;
                    _isLeaseLost = true;
                    _signal.Set();
                }
                catch (Exception) when (!_end.IsCancellationRequested)
                {
                    // The loop notices as well, and tells. A store that gives up by itself may throw what looks like the end.
                }
            }
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task EndAsync()
    {
        IReadOnlyDictionary<string, int> kept = new Dictionary<string, int>();
        Exception? failure = null;
        try
        {
            if (_session is not null && !_isLeaseLost)
            {
                await WriteAsync().ConfigureAwait(false);
                kept = Leased.Close();
                await AnsweredAsync(_store.CloseAsync(CancellationToken.None)).ConfigureAwait(false);
                Left = await LeftAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            State.Failed(exception);
            if (exception is OutboxStoreException) failure = exception;
        }

        if (kept.Count == 0) kept = Leased.Close();
        RefuseEverybody(failure);
        await _end.CancelAsync().ConfigureAwait(false);
        _signal.Dispose();
        _answer.Dispose();
        _stopped.TrySetResult(kept);
    }

    // Everything has been written by now: it is only told.
    private async ValueTask<OutboxStatus?> LeftAsync()
    {
        try
        {
            return await AnsweredAsync(_store.GetStatusAsync(CancellationToken.None)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            return null;
        }
    }
}
