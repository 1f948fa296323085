using System.Threading.Tasks.Sources;

namespace EventGen;

/// <summary>One publish, as its caller awaits it: until it has ended, its time is over, or the caller gives up. Compiled into each transport. Thread safe.</summary>
/// <remarks>It is the only object that waiting costs: a task and a timer for each would cost as much as some clients need for the publish.</remarks>
/// <param name="all">Those of the transport.</param>
/// <param name="sending">The call of the client. It ends for itself, whoever waits.</param>
internal sealed class OpenPublish(OpenPublishes all, Task sending) : IValueTaskSource
{
    // A mutable struct, so not readonly.
    private ManualResetValueTaskSourceCore<bool> _result;

    // Written before anything can end it.
    private CancellationTokenRegistration _cancellation;

    // Interlocked only. 1 once the caller has its answer.
    private int _isAnswered;

    /// <summary>What the caller awaits, once.</summary>
    public ValueTask Answered => new(this, _result.Version);

    public bool IsAnswered => Volatile.Read(ref _isAnswered) != 0;

    /// <summary>When its time is over, in milliseconds of the system's clock. Of <see cref="OpenPublishes"/>, as the two below.</summary>
    public long Due { get; set; }

    public OpenPublish? Previous { get; set; }

    public OpenPublish? Next { get; set; }

    /// <summary>Begins to watch it.</summary>
    /// <param name="cancellationToken">The caller's.</param>
    public void Watch(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            _cancellation = cancellationToken.UnsafeRegister(static (publish, token) => ((OpenPublish)publish!).GiveUp(new OperationCanceledException(token)), this);
        all.Add(this);
        sending.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(End);
    }

    /// <summary>Has the caller wait no longer.</summary>
    /// <param name="reason">What it is told.</param>
    public void GiveUp(Exception reason)
    {
        if (!TryAnswer()) return;

        // Not on the thread that keeps the time, or that cancels.
        _result.RunContinuationsAsynchronously = true;
        _result.SetException(reason);
    }

    void IValueTaskSource.GetResult(short token) => _result.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _result.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _result.OnCompleted(continuation, state, token, flags);

    private void End()
    {
        all.Leave();

        // Reading it is seeing it, also when nobody is left to be told.
        var failure = sending.Exception?.InnerException;
        if (!TryAnswer()) return;
        if (failure is not null) _result.SetException(failure);
        else if (sending.IsCanceled) _result.SetException(new TaskCanceledException(sending));
        else _result.SetResult(true);
    }

    private bool TryAnswer()
    {
        if (Interlocked.Exchange(ref _isAnswered, 1) != 0) return false;
        _cancellation.Unregister();
        all.Remove(this);
        return true;
    }
}
