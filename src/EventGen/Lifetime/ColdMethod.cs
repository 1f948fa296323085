using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>What <see cref="ColdMethodBuilder{TResult}"/> does for methods of every result.</summary>
internal static class ColdMethod
{
    /// <summary>Runs a method to its first wait, on its caller's thread, which it leaves as it was.</summary>
    public static void Start<TStateMachine>(ref TStateMachine stateMachine) where TStateMachine : IAsyncStateMachine
    {
        var execution = ExecutionContext.Capture();
        var synchronization = SynchronizationContext.Current;
        try
        {
            stateMachine.MoveNext();
        }
        finally
        {
            if (!ReferenceEquals(SynchronizationContext.Current, synchronization)) SynchronizationContext.SetSynchronizationContext(synchronization);
            if (execution is not null) ExecutionContext.Restore(execution);   // null where the flow is suppressed: then nothing can have been set
        }
    }

    /// <summary>Ends a method with what it threw.</summary>
    public static void Fail<TResult>(TaskCompletionSource<TResult> completion, Exception exception)
    {
        if (exception is OperationCanceledException cancelled) completion.SetCanceled(cancelled.CancellationToken);
        else completion.SetException(exception);
    }
}
