using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>Builds the tasks of asynchronous methods that a process runs once, such as those of a stop.</summary>
/// <remarks>
/// The builder of the framework has ten methods of its own compiled for each asynchronous method that waits, at run time, for code of the framework
/// cannot be compiled ahead for types of another assembly. For a method that runs once, that takes far longer than the method. This one is part
/// of this assembly and compiled with it. It does what the framework's does: the execution context flows, and what a method leaves on the thread of its caller ends with it.
/// </remarks>
internal struct ColdMethodBuilder<TResult>
{
    // The state machine's box, once the method waits.
    private TaskCompletionSource<TResult>? _completion;

    public Task<TResult> Task => Completion.Task;

    private TaskCompletionSource<TResult> Completion => _completion ??= new TaskCompletionSource<TResult>();

    public static ColdMethodBuilder<TResult> Create() => default;

    public void Start<TStateMachine>(ref TStateMachine stateMachine) where TStateMachine : IAsyncStateMachine => ColdMethod.Start(ref stateMachine);

    public void SetStateMachine(IAsyncStateMachine stateMachine)
    {
        // Only for state machines that are boxed from the start, which ours are not.
    }

    public void SetResult(TResult result) => Completion.SetResult(result);

    public void SetException(Exception exception) => ColdMethod.Fail(Completion, exception);

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(ColdMethod<TResult, TStateMachine>.Box(ref _completion, ref stateMachine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(ColdMethod<TResult, TStateMachine>.Box(ref _completion, ref stateMachine));
}
