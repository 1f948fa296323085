using System.Data.Common;
using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen.EntityFrameworkCore;

/// <summary>Writes the events of one context in the transaction of its saves. Not thread safe, as the context is not.</summary>
internal sealed class ContextSaver(ContextEvents events)
{
    private AutoTransactionBehavior? _before;
    private bool _isImplicit;
    private int _written;
    private Guid? _used;

    /// <summary>True while a save with events runs.</summary>
    public bool IsSaving { get; private set; }

    /// <summary>A save begins.</summary>
    /// <exception cref="InvalidOperationException">The events cannot be emitted in the transaction that is open.</exception>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        await JoinedTransaction.JoinAsync(events, cancellationToken).ConfigureAwait(false);
        var database = events.Context.Database;
        var transaction = database.CurrentTransaction;
        events.EndUncommitted(transaction?.TransactionId);
        IsSaving = true;
        if (events.Pending.Count == 0) return;
        if (transaction is not null)
        {
            if (_used == transaction.TransactionId && events.Joined is null) RefuseOthers("the transaction comes from UseTransaction, and Entity Framework does not see its commit. Begin it with BeginTransaction");
            return;
        }

        if (Transaction.Current is not null || database.GetEnlistedTransaction() is not null)
        {
            IsSaving = false;
            throw new InvalidOperationException("Events cannot be emitted in a TransactionScope: use Database.BeginTransaction of the context.");
        }

        // Without it a save of one row has no transaction that the events could be in.
        _before = database.AutoTransactionBehavior;
        database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        _isImplicit = true;
        _written = 0;
    }

    /// <summary>A transaction is about to be committed; if it is the save's own, the events go into it. Comes again when an execution strategy retries the save.</summary>
    public async ValueTask CommittingAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (!_isImplicit) return;
        _written = 0;
        await WriteAsync(transaction, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A save has ended well. Its own transaction is committed, an explicit one is still open.</summary>
    public async ValueTask CompleteAsync(bool isSynchronous, CancellationToken cancellationToken)
    {
        if (events.Pending.Count == 0)
        {
            End();
            return;
        }

        var database = events.Context.Database;
        if (database.CurrentTransaction is { } transaction)
        {
            _written = 0;
            await WriteAsync(transaction.GetDbTransaction(), cancellationToken).ConfigureAwait(false);
            if (events.Joined is { } joined) joined.Transaction.OnCommitted(Emission(events.TakeCommitted()));
            else events.SavedIn(transaction.TransactionId, HasChanges());
        }
        else if (_isImplicit)
        {
            if (_written < events.Pending.Count) await CommitRestAsync(cancellationToken).ConfigureAwait(false);
            await events.EmitAsync(events.TakeCommitted(), isSynchronous).ConfigureAwait(false);
        }

        End();
    }

    /// <summary>A save has ended, however.</summary>
    public void End()
    {
        if (_before is { } before) events.Context.Database.AutoTransactionBehavior = before;
        (_before, _isImplicit, _written, IsSaving) = (null, false, 0, false);
    }

    /// <summary>The context uses a transaction whose commit Entity Framework does not see.</summary>
    public void Used(Guid transaction)
    {
        _used = transaction;
        events.EndUncommitted(transaction);
    }

    // There was nothing to save, or more was emitted since: a transaction for the events alone.
    private async ValueTask CommitRestAsync(CancellationToken cancellationToken)
    {
        int from = _written;
        if (events.Pending.Skip(from).Any(static emitted => emitted.Descriptor.IsDurable))
        {
            _isImplicit = false;
            var database = events.Context.Database;
            await database.CreateExecutionStrategy().ExecuteAsync(
                async token =>
                {
                    _written = from;
                    await using var transaction = await database.BeginTransactionAsync(token).ConfigureAwait(false);
                    await WriteAsync(transaction.GetDbTransaction(), token).ConfigureAwait(false);
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WriteAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        while (_written < events.Pending.Count)
        {
            var emitted = events.Pending[_written];
            if (emitted.Descriptor.IsDurable) await emitted.WriteAsync(transaction, cancellationToken).ConfigureAwait(false);
            _written++;
        }
    }

    private Func<ValueTask> Emission(EmittedEvent[] others) => () => events.EmitAsync(others, isSynchronous: false);

    // What is still changed after the save was saved without being accepted.
    private bool HasChanges()
    {
        var tracker = events.Context.ChangeTracker;
        bool detects = tracker.AutoDetectChangesEnabled;
        tracker.AutoDetectChangesEnabled = false;
        try
        {
            return tracker.HasChanges();
        }
        finally
        {
            tracker.AutoDetectChangesEnabled = detects;
        }
    }

    private void RefuseOthers(string why)
    {
        if (events.Pending.FirstOrDefault(static emitted => !emitted.Descriptor.IsDurable) is not { } other) return;
        IsSaving = false;
        throw new InvalidOperationException($"Event '{other.Descriptor.Id}' is not durable and would be emitted after the commit, but {why}, or mark the event [Durable].");
    }
}
