namespace EventGen.Outbox;

// How an event is emitted synchronously.
internal sealed partial class Relay
{
    private readonly BlockingCommits _blocking;

    /// <summary>
    /// Commits an event and leases it, blocking this thread alone. Where the store does not work, the loop goes on trying, as for every other.
    /// </summary>
    public void Emit(DurableDelivery delivery, OutboxRouteKey route, DurableEmit emit)
    {
        string eventId = delivery.Topic.Descriptor.Id;
        ThrowIfStopping(delivery);
        _backlog.ThrowIfFull(eventId);
        long began = _time.GetTimestamp();
        bool mayBeCommitted = false;
        if (_session is { } session && !_isLeaseLost && !State.IsDown && _routes.TryGetId(route, out _))
        {
            try
            {
                var row = Row(delivery, route, MetadataForm.Write(delivery.Message, route.EventId)) with { Lease = OutboxLeaseRequest.Always };
                var result = _blocking.Commit(row, s_patience, out var told);
                if (told is { } now) _clock.Note(now);
                Accept(delivery, route, emit, result, session);
                return;
            }
            catch (OutboxStoreException exception)
            {
                mayBeCommitted = exception.MayBeCommitted;
                if (_time.GetElapsedTime(began) >= s_patience)
                {
                    State.NotAnswered(s_patience);
                    throw new OutboxUnavailableException(eventId, delivery.Message.Id, mayBeCommitted, exception);
                }
            }
        }

        var pending = new PendingEmit(delivery, route, emit, OutboxInsertMode.New, began);
        if (mayBeCommitted) pending.NoteUnknown();
        Enqueue(pending);
        int threads = PoolThreads.Enter();
        try
        {
            pending.Answer.GetAwaiter().GetResult();
        }
        finally
        {
            PoolThreads.Exit(threads);
        }
    }

    private void Accept(DurableDelivery delivery, OutboxRouteKey route, DurableEmit emit, OutboxInsertResult result, OutboxSession session)
    {
        _backlog.Accepted();
        if (result.Outcome != OutboxInsertOutcome.Leased)
        {
            // The lease is lost. Whoever has one delivers it.
            Wake();
            return;
        }

        var leased = new LeasedEvent(delivery.Message.Id, result.Position, route, delivery.Message.Key, delivery) { IsHeld = emit.IsHeld };
        if (ReferenceEquals(_session, session))
        {
            Leased.Add(leased);
        }
        else
        {
            leased.State = LeasedState.Void;   // meanwhile the lease was lost, and the event with it
            delivery.State = leased;
        }
    }
}
