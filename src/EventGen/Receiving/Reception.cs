namespace EventGen;

/// <summary>One received message on its way through the queue, until its handlers are done with it. Thread safe.</summary>
internal sealed class Reception
{
    private readonly TaskCompletionSource<ReceiveResult> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the message has been dealt with, or never will be.</summary>
    public Task<ReceiveResult> Settled => _settled.Task;

    /// <summary>Every handler has succeeded, or its failure has been dealt with finally.</summary>
    public void Complete() => _settled.TrySetResult(new ReceiveResult(ReceiveStatus.Handled));

    /// <summary>No handler will see it to its end here.</summary>
    public void Abandon(string reason) => _settled.TrySetResult(new ReceiveResult(ReceiveStatus.NotHandled, reason));
}
