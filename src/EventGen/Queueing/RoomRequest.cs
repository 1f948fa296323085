namespace EventGen;

/// <summary>An event whose emitter waits for room in the queue.</summary>
internal sealed class RoomRequest(QueuedEvent queued)
{
    private readonly TaskCompletionSource _admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public QueuedEvent Event { get; } = queued;

    /// <summary>Its place among the requests; null once it has been admitted, withdrawn or refused. Under the queue's lock.</summary>
    public LinkedListNode<RoomRequest>? Node { get; set; }

    public Task Admitted => _admitted.Task;

    public void Admit() => _admitted.TrySetResult();

    public void Cancel(CancellationToken cancellationToken) => _admitted.TrySetCanceled(cancellationToken);

    public void Refuse(Exception exception) => _admitted.TrySetException(exception);
}
