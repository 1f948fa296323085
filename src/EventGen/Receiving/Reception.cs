namespace EventGen;

/// <summary>One received message, until everything that is to be done for it has been done. Thread safe.</summary>
/// <remarks>
/// Held by the run of its handlers and by each failed delivery that waits for another attempt; whoever lets go last settles it.
/// </remarks>
internal sealed class Reception
{
    /// <summary>Why a message is not settled although there is nothing more to attempt.</summary>
    public const string LetterNotKept = "The store of dead letters has not taken it.";

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

    /// <summary>What was to be done has become a dead letter, which settles it once that is kept; one that is not is no reason to forget the message.</summary>
    public async Task ReleaseOnceKeptAsync(Task<bool> kept)
    {
        if (!await kept.ConfigureAwait(false)) Abandon(LetterNotKept);
        Release();
    }

    /// <summary>Something will not be done here, whatever else is.</summary>
    public void Abandon(string reason) => _settled.TrySetResult(new ReceiveResult(ReceiveStatus.NotHandled, reason));
}
