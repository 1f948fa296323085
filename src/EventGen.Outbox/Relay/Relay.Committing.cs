namespace EventGen.Outbox;

// How what waits gets into the store.
internal sealed partial class Relay
{
    private async ValueTask WriteAsync()
    {
        while (_unsure is not null || HasWork)
        {
            if (_isLeaseLost) return;

            // Who emitted in the last commit beside others has been answered, and comes with the next event in a moment: after those that wait for a thread, all of them are here.
            // And an emitter's thread is left after its commit.
            if (_unsure is null && (_wasShared || AnsweringThread.IsUsedUp)) await Task.Yield();
            var batch = _unsure ??= Collect();
            _wasShared = batch.Emits.Count > 1;
            if (batch.IsEmpty)
            {
                _unsure = null;
                return;
            }

            if (!AreKnown(batch)) await SyncRoutesAsync(batch).ConfigureAwait(false);
            try
            {
                // As AnsweredAsync does, without a state machine of its own.
                long began = _time.GetTimestamp();
                State.Asked(began);
                var commit = Ask(batch);
                if (commit.IsCompleted) AnsweringThread.NoteCommit();
                else await UntilAnswered(commit, _goOnHere).ConfigureAwait(false);
                while (!commit.IsCompleted) await StillUntilAnswered(began, batch).ConfigureAwait(false);

                var result = await commit.ConfigureAwait(false);
                _lastCommit = _time.GetElapsedTime(began);
                (_unsure, _refusals) = (null, 0);
                Apply(batch, result);
            }
            catch (OutboxStoreException exception)
            {
                Note(batch, exception);
                if (exception.IsTransient || exception.MayBeCommitted || !TryIsolate(batch, exception)) throw;
            }
            catch (Exception exception) when (_unsure is not null)
            {
                // A store of others: what it threw says nothing about what it did.
                Note(batch, new OutboxStoreException($"The store threw {exception.GetType().Name}.", isTransient: true, mayBeCommitted: true, exception));
                throw;
            }
        }
    }

    // A settlement waits a little for an insert, so that one commit does for both.
    private bool HasWork => !_emits.IsEmpty || _parts.Count > 0 || _refused.IsDue || (!_settlings.IsEmpty && IsSettlingDue) || Leased.HasUnusedKeys || MayStartSuspects;

    private bool MayStartSuspects => _isClaiming && _suspects.IsReady;

    private bool IsSettlingDue => _isStopping || 2 * Leased.Count >= _host.QueueCapacity || _settlings.IsDue;

    private CommitBatch Collect()
    {
        foreach (var refused in _refused.TakeDue()) _parts.Push(refused);
        while (_parts.TryPop(out var part))
        {
            part.RemoveRefused();
            if (!part.IsEmpty) return part;
        }

        var batch = new CommitBatch();
        while (batch.Emits.Count < _options.BatchSize && _emits.TryDequeue(out var pending)) batch.Emits.Add(pending);

        // Who emits alone, one event after the other, does not wait each time for what became of the one before: one of the next commits takes what has gathered.
        if (batch.Emits.Count != 1 || IsSettlingDue || !_settlings.MayWait(_lastCommit))
        {
            _settlings.Take(batch.Settlings, 4 * _options.BatchSize);
            _refused.Replace(batch.Settlings);
        }

        if (_isClaiming)
        {
            foreach (var suspect in _suspects.Take()) batch.Start(suspect);
        }

        if (!Leased.HasUnusedKeys) return batch;

        // A key of which something is written now is needed.
        var needed = batch.Emits.Select(static pending => pending.Delivery.Message.Key).OfType<string>().ToHashSet(StringComparer.Ordinal);
        batch.ReleasedKeys.AddRange(Leased.TakeUnusedKeys(_options.BatchSize, needed));
        return batch;
    }

    private bool AreKnown(CommitBatch batch)
    {
        foreach (var pending in batch.Emits)
        {
            if (!_routes.TryGetId(pending.Route, out _)) return false;
        }

        foreach (var settling in batch.Settlings)
        {
            if (!_routes.TryGetId(settling.Route, out _)) return false;
        }

        return true;
    }

    private async ValueTask SyncRoutesAsync(CommitBatch batch)
    {
        OutboxRouteKey[] missing = [.. batch.Emits.Select(static pending => pending.Route).Concat(batch.Settlings.Select(static settling => settling.Route)).Where(route => !_routes.TryGetId(route, out _)).Distinct()];
        await AnsweredAsync(_routes.SyncAsync(_store, missing, _end.Token)).ConfigureAwait(false);
    }

    // Nothing cancels it: the loop ends after its last commit.
    private ValueTask<OutboxBatchResult> Ask(CommitBatch batch)
    {
        int capacity = _host.QueueCapacity - Leased.Count;
        return _store.CommitAsync(
            new OutboxBatch
            {
                Inserts = batch.Emits.ConvertAll(pending => Row(pending, capacity-- > 0)),
                Settlements = batch.Settlings.Count == 0 ? [] : batch.Settlings.ConvertAll(Settlement),
                Started = batch.StartedPositions,
                ReleasedKeys = batch.ReleasedKeys,
            },
            CancellationToken.None);
    }

    private OutboxNewRow Row(PendingEmit pending, bool hasCapacity) => Row(
        pending.Delivery,
        pending.Route,
        pending.Metadata,
        DueOf(pending.Emit),
        pending.Mode,
        pending.Emit.IsHeld ? OutboxLeaseRequest.Always : hasCapacity && _isClaiming ? OutboxLeaseRequest.InOrder : OutboxLeaseRequest.None);

    /// <summary>An event that its emitter writes in a transaction of its own, as a row that belongs to nobody.</summary>
    /// <exception cref="OutboxFullException">The outbox is full.</exception>
    public OutboxNewRow EmittedRow(DurableDelivery delivery)
    {
        _backlog.ThrowIfFull(delivery.Topic.Descriptor.Id);
        return Row(delivery);
    }

    /// <summary>An event that a handler writes in its transaction, as a row that belongs to nobody.</summary>
    /// <remarks>Whoever delivers it does not know that it may be emitted again under its id: its acceptance leaves the mark.</remarks>
    public OutboxNewRow HandlersRow(DurableDelivery delivery, DurableEmit emit) => Row(delivery) with
    {
        Due = DueOf(emit),
        Mode = emit.MayBeRepeated ? OutboxInsertMode.Received : OutboxInsertMode.New,
    };

    // Null for now.
    private DateTimeOffset? DueOf(DurableEmit emit)
    {
        var due = emit.Delay is { } delay ? _clock.After(delay) : emit.Due;
        return due <= _clock.Now ? null : due;
    }

    private OutboxNewRow Row(DurableDelivery delivery)
    {
        var route = _routes.EmittedOf(delivery.Topic);
        return Row(delivery, route, MetadataForm.Write(delivery.Message, route.EventId));
    }

    private OutboxNewRow Row(
        DurableDelivery delivery, OutboxRouteKey route, ReadOnlyMemory<byte> metadata, DateTimeOffset? due = null, OutboxInsertMode mode = OutboxInsertMode.New, OutboxLeaseRequest lease = OutboxLeaseRequest.None)
    {
        if (!_routes.TryGetId(route, out int id)) throw new OutboxUnavailableException(delivery.Topic.Descriptor.Id, delivery.Message.Id, mayBeCommitted: false);
        return new OutboxNewRow
        {
            Id = delivery.Message.Id,
            Route = id,
            Payload = delivery.Message.Payload,
            Metadata = metadata,
            Timestamp = delivery.Message.Timestamp,
            Key = delivery.Message.Key,
            OrderKey = delivery.Message.Key,
            Due = due,
            Mode = mode,
            Lease = lease,
        };
    }

    private OutboxSettlement Settlement(Settling settling)
    {
        _routes.TryGetId(settling.Route, out int route);
        return new OutboxSettlement
        {
            Position = settling.Event.Position,
            Id = settling.Event.Id,
            Kind = settling.Kind,
            Route = route,
            Targets = settling.Targets,
            Due = settling.Due,
            LeavesOrder = settling.Kind == OutboxSettlementKind.Release && settling.Event.LeavesOrder,   // while it runs, another target may still make later events wait
            LeavesMark = settling.Kind == OutboxSettlementKind.Remove && settling.Event.LeavesMark,
            DeadLetters = [.. settling.DeadLetters.Select(DeadLetterForm.Write)],
        };
    }

    private void Apply(CommitBatch batch, OutboxBatchResult result)
    {
        if (result.Now is { } now) _clock.Note(now);
        foreach (var started in batch.Started) RunAtOnce(started);

        // Before the settlements, which may remove what a repeated emit has just found. All are answered before the first is given to the workers, for their next events
        // decide when the next commit can begin.
        var leased = new List<LeasedEvent>(batch.Emits.Count);
        for (int i = 0; i < batch.Emits.Count; i++)
        {
            if (Apply(batch.Emits[i], result.Inserts[i]) is { } added) leased.Add(added);
        }

        if (leased.Count > 0) _settlings.Watch();
        foreach (var added in leased) Run(added);
        ApplySettlements(batch, result);
    }

    private void ApplySettlements(CommitBatch batch, OutboxBatchResult result)
    {
        int removed = 0, lost = 0;
        for (int i = 0; i < batch.Settlings.Count; i++)
        {
            var settling = batch.Settlings[i];
            if (settling.Event.IsRefused) _refused.Written(settling);
            if (settling.Kind != OutboxSettlementKind.Keep) Leased.Remove(settling.Event);
            if (settling.IsAwaited) settling.Event.Written?.TrySetResult(result.Settlements[i] || batch.MayBeCommitted);
            if (!result.Settlements[i] && !batch.MayBeCommitted)
            {
                lost++;
                continue;
            }

            _deadLetters.Added(settling.DeadLetters.Count);
            if (settling.Kind == OutboxSettlementKind.Remove)
            {
                removed++;
                _repeatable.Remove(settling.Event.Id);
            }

            if (settling is { Kind: OutboxSettlementKind.Release, Due: var due }) NoteDue(due ?? _clock.Now);
        }

        OutboxTelemetry.CountSettled(Application, removed);
        if (lost == 0) return;
        _isLeaseLost = true;
        _logger.WorkVoid(_store.Name, lost);
        OutboxTelemetry.CountVoid(Application, lost);
    }

    // What is to be given to the workers.
    private LeasedEvent? Apply(PendingEmit pending, OutboxInsertResult result)
    {
        var delivery = pending.Delivery;
        LeasedEvent? toRun = null;
        switch (result.Outcome)
        {
            case OutboxInsertOutcome.Leased:
            case OutboxInsertOutcome.Duplicate when result.Position != 0:
                // A duplicate that is leased here and not known here: the answer to its insert was lost.
                var leased = new LeasedEvent(delivery.Message.Id, result.Position, pending.Route, delivery.Message.Key, delivery) { LeavesMark = pending.MayBeRepeated, IsHeld = pending.Emit.IsHeld && !pending.IsAnswered };
                if (!Leased.Add(leased)) goto default;
                NoteRepeatable(pending);

                // Looked at before the answer: from then on a held event is its emitter's.
                if (!leased.IsHeld) toRun = leased;
                break;
            case OutboxInsertOutcome.Waiting:
                NoteRepeatable(pending);
                NoteDue(pending.Emit.Delay is { } delay ? _clock.After(delay) : pending.Emit.Due ?? _clock.Now);
                break;
            default:
                _isClaimWanted = true;   // an insert of it whose answer was lost may wait
                if (pending.MayBeCommitted) NoteRepeatable(pending);
                OutboxTelemetry.CountDuplicate(Application);
                pending.Accept(isNew: false);
                return null;
        }

        _backlog.Accepted();
        pending.Accept(isNew: true);
        return toRun;
    }

    private void NoteRepeatable(PendingEmit pending)
    {
        if (pending.MayBeRepeated) _repeatable.Add(pending.Delivery.Message.Id);
    }

    private void NoteDue(DateTimeOffset due)
    {
        if (due <= _clock.Now) _isClaimWanted = true;
        else if (_nextDue is null || due < _nextDue) _nextDue = due;
    }

    private void Run(LeasedEvent leased)
    {
        if (!_suspects.TryHold(leased)) RunAtOnce(leased);
    }

    private void RunAtOnce(LeasedEvent leased)
    {
        // Only an attempt whose time has come: its siblings may have had the event before.
        if (leased.Delivery is not { } delivery) return;
        delivery.DueUntil = _clock.Now;
        if (!_host.TryRun(delivery)) Leased.GiveBack(delivery);
    }

    /// <summary>Has written what became of the targets of an event so far.</summary>
    /// <returns>False when it could not be: its other targets are left for later.</returns>
    public async ValueTask<bool> WrittenAsync(DurableDelivery delivery, CancellationToken cancellationToken)
    {
        var written = Leased.WriteAsync(delivery);
        await ((Task)written).WaitAsync(s_patience, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return written.IsCompletedSuccessfully && await written.ConfigureAwait(false);
    }

    /// <summary>Gives the rest of an event to the workers, of which its emitter has run a part.</summary>
    public void RunHeld(DurableDelivery delivery)
    {
        if (delivery.State is LeasedEvent leased) RunAtOnce(leased);
    }

    // What is known of a batch that failed.
    private void Note(CommitBatch batch, OutboxStoreException exception)
    {
        batch.MayBeCommitted |= exception.MayBeCommitted;
        if (exception.MayBeCommitted)
        {
            foreach (var pending in batch.Emits) pending.NoteUnknown();
        }

        batch.RemoveRefused();
        if (batch.IsEmpty) _unsure = null;
    }
}
