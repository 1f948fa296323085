using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen.EntityFrameworkCore;

/// <summary>
/// A strategy that may retry. Events that an attempt has emitted go with it when it fails. In a handler it does not retry: the whole handler is retried,
/// for its transaction is one.
/// </summary>
internal sealed class WatchedStrategy(IExecutionStrategy inner, ICurrentDbContext current) : IExecutionStrategy
{
    private static readonly HashSet<EmittedEvent> s_none = [];

    // Found late: the services of the context may be under construction.
    private ContextEvents Events => current.Context.GetService<ContextEvents>();

    public bool RetriesOnFailure => !IsInHandler(Events) && inner.RetriesOnFailure;

    public TResult Execute<TState, TResult>(
        TState state, Func<DbContext, TState, TResult> operation, Func<DbContext, TState, ExecutionResult<TResult>>? verifySucceeded)
    {
        var events = Events;
        if (IsInHandler(events)) return operation(current.Context, state);
        HashSet<EmittedEvent>? before = null;
        return inner.Execute(
            state,
            (context, passed) =>
            {
                BeginAttempt(events, ref before);
                return operation(context, passed);
            },
            verifySucceeded);
    }

    public Task<TResult> ExecuteAsync<TState, TResult>(
        TState state, Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded, CancellationToken cancellationToken = default)
    {
        var events = Events;
        if (IsInHandler(events)) return operation(current.Context, state, cancellationToken);
        HashSet<EmittedEvent>? before = null;
        return inner.ExecuteAsync(
            state,
            (context, passed, token) =>
            {
                BeginAttempt(events, ref before);
                return operation(context, passed, token);
            },
            verifySucceeded,
            cancellationToken);
    }

    private static bool IsInHandler(ContextEvents events) => events.Joined is not null || OutboxTransaction.Current is not null;

    private static void BeginAttempt(ContextEvents events, ref HashSet<EmittedEvent>? before)
    {
        if (before is null)
        {
            before = events.Pending.Count == 0 ? s_none : [.. events.Pending];
            return;
        }

        events.EndUncommitted(open: events.Context.Database.CurrentTransaction?.TransactionId);
        events.KeepOnly(before);
    }
}
