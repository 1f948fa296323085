using System.Threading.Tasks.Sources;

namespace EventGen;

/// <summary>One received message, until everything that is to be done for it has been done. Thread safe.</summary>
/// <remarks>
/// Held by the run of its handlers and by each failed delivery that waits for another attempt; whoever lets go last settles it.
/// It is itself what its receiver awaits, and wakes it where it is: a task, and a turn in the thread pool, would cost
/// more than the handling of a small message.
/// </remarks>
/// <param name="publisher">What has received it.</param>
/// <param name="isRedelivered">Whether it delivers the message again if it is not settled.</param>
internal sealed class MessageAcknowledgement(string publisher, bool isRedelivered) : IAcknowledgement, IValueTaskSource<ReceiveResult>
{
    /// <summary>Why a message is not settled although there is nothing more to attempt.</summary>
    public const string DeadLetterNotStored = "The store of dead letters has not taken it.";

    // Interlocked only. The first is the run of the handlers.
    private int _held = 1;

    // Interlocked only. 1 once there is a result.
    private int _isSettled;

    // A mutable struct, so not readonly.
    private ManualResetValueTaskSourceCore<ReceiveResult> _result;

    /// <inheritdoc/>
    public string Publisher => publisher;

    /// <inheritdoc/>
    public bool IsRedelivered => isRedelivered;

    /// <summary>Completes when the message has been dealt with, or never will be. To be awaited once.</summary>
    public ValueTask<ReceiveResult> Settled => new(this, _result.Version);

    /// <inheritdoc/>
    public void Hold() => Interlocked.Increment(ref _held);

    /// <inheritdoc/>
    public void Release()
    {
        if (Interlocked.Decrement(ref _held) == 0) Settle(new ReceiveResult(ReceiveStatus.Handled));
    }

    /// <inheritdoc/>
    public async Task ReleaseWhenStoredAsync(Task<bool> kept)
    {
        if (!await kept.ConfigureAwait(false)) Abandon(DeadLetterNotStored);
        Release();
    }

    /// <inheritdoc/>
    public void Abandon(string reason) => Settle(new ReceiveResult(ReceiveStatus.NotHandled, reason));

    ReceiveResult IValueTaskSource<ReceiveResult>.GetResult(short token) => _result.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReceiveResult>.GetStatus(short token) => _result.GetStatus(token);

    void IValueTaskSource<ReceiveResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _result.OnCompleted(continuation, state, token, flags);

    private void Settle(ReceiveResult result)
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0) _result.SetResult(result);
    }
}
