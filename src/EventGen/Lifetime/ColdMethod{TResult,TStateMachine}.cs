using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>An asynchronous method that waits, and its task.</summary>
internal sealed class ColdMethod<TResult, TStateMachine> : TaskCompletionSource<TResult> where TStateMachine : IAsyncStateMachine
{
    private readonly Action _continue;
    private readonly ContextCallback _moveNext;
    private TStateMachine? _stateMachine;
    private ExecutionContext? _context;

    // No lambdas: the class of a lambda in a generic class is compiled at run time.
    private ColdMethod() => (_continue, _moveNext) = (Continue, MoveNext);

    /// <summary>Moves a method off its caller's stack at its first wait, and remembers the context of each.</summary>
    /// <param name="completion">The builder's part of the state machine, which is copied with it.</param>
    /// <param name="stateMachine">The state machine.</param>
    /// <returns>Goes on after the wait.</returns>
    public static Action Box(ref TaskCompletionSource<TResult>? completion, ref TStateMachine stateMachine)
    {
        if (completion is not ColdMethod<TResult, TStateMachine> method)
        {
            completion = method = new ColdMethod<TResult, TStateMachine>();
            method._stateMachine = stateMachine;
        }

        method._context = ExecutionContext.Capture();
        return method._continue;
    }

    private void Continue()
    {
        if (_context is { } context) ExecutionContext.Run(context, _moveNext, null);
        else MoveNext(null);
    }

    private void MoveNext(object? unused) => _stateMachine!.MoveNext();
}
