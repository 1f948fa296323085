using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>An asynchronous method that waits, and its task.</summary>
internal sealed class ColdMethod<TResult, TStateMachine> : TaskCompletionSource<TResult> where TStateMachine : IAsyncStateMachine
{
    private readonly Action _continue;
    private TStateMachine? _stateMachine;
    private ExecutionContext? _context;

    private ColdMethod() => _continue = Continue;

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
        if (_context is { } context) ExecutionContext.Run(context, static method => ((ColdMethod<TResult, TStateMachine>)method!)._stateMachine!.MoveNext(), this);
        else _stateMachine!.MoveNext();
    }
}
