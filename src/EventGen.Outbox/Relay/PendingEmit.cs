namespace EventGen.Outbox;

/// <summary>An event that waits for its commit.</summary>
/// <remarks>Used by the loop alone, apart from the task that its caller awaits.</remarks>
internal sealed class PendingEmit(DurableDelivery delivery, OutboxRouteKey route, DurableEmit emit, OutboxInsertMode mode, long enqueued) : IThreadPoolWorkItem
{
    // Completed where the caller may go on.
    private readonly TaskCompletionSource<bool> _answer = new();
    private bool _isNew;
    private Exception? _failure;

    public DurableDelivery Delivery => delivery;

    public OutboxRouteKey Route => route;

    public DurableEmit Emit => emit;

    /// <summary>What travels with it, written on the emitter's thread: the loop is where all events pass one after the other.</summary>
    public ReadOnlyMemory<byte> Metadata { get; } = MetadataForm.Write(delivery.Message, route.EventId);

    /// <summary>When the caller began to wait, as the clock's timestamp.</summary>
    public long Enqueued => enqueued;

    public OutboxInsertMode Mode { get; private set; } = mode;

    /// <summary>True once a commit of it had no answer.</summary>
    public bool MayBeCommitted { get; private set; }

    /// <summary>Somebody may emit it again under its id, so that settling it leaves a mark.</summary>
    public bool MayBeRepeated => MayBeCommitted || emit.MayBeRepeated;

    /// <summary>True once its caller has been answered; it is written all the same if it may have been already.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>True when it was accepted now, false when before.</summary>
    public Task<bool> Answer => _answer.Task;

    /// <summary>The answer to its commit was lost: from here on it may exist.</summary>
    public void NoteUnknown()
    {
        MayBeCommitted = true;
        if (Mode == OutboxInsertMode.New) Mode = OutboxInsertMode.Repeat;
    }

    public void Accept(bool isNew)
    {
        if (IsAnswered) return;
        (IsAnswered, _isNew) = (true, isNew);
        if (!AnsweringThread.TryAnswerLater(this)) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    public void Refuse(Exception? cause)
    {
        if (IsAnswered) return;
        (IsAnswered, _failure) = (true, new OutboxUnavailableException(delivery.Topic.Descriptor.Id, delivery.Message.Id, MayBeCommitted, cause));
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <summary>Has the caller go on, on this thread if it awaits the answer without a context.</summary>
    public void Execute()
    {
        if (_failure is null)
        {
            _answer.SetResult(_isNew);
            return;
        }

        _answer.SetException(_failure);
        _ = _answer.Task.Exception;   // looked at here, for a caller that has given up does not
    }
}
