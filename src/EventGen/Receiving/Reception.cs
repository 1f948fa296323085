namespace EventGen;

/// <summary>One received message, until everything that is to be done for it has been done. Thread safe.</summary>
/// <remarks>
/// Held by the run of its handlers and by each failed delivery that waits for another attempt; whoever lets go last settles it.
/// </remarks>
internal sealed class Reception
{
    private readonly TaskCompletionSource<ReceiveResult> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Interlocked only. The first is the run of the handlers.
    private int _held = 1;

    /// <summary>Completes when the message has been dealt with, or never will be.</summary>
    public Task<ReceiveResult> Settled => _settled.Task;

    /// <summary>Something is still to be done. Called by somebody who holds it already, or on behalf of the run.</summary>
    public void Hold() => Interlocked.Increment(ref _held);

    /// <summary>That has been done, or has been given up finally.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _held) == 0) _settled.TrySetResult(new ReceiveResult(ReceiveStatus.Handled));
    }

    /// <summary>Something will not be done here, whatever else is.</summary>
    public void Abandon(string reason) => _settled.TrySetResult(new ReceiveResult(ReceiveStatus.NotHandled, reason));
}
