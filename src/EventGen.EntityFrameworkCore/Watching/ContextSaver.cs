using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace EventGen.EntityFrameworkCore;

/// <summary>Writes the events of one context in the transaction of its saves: what was emitted on it and what its triggers make. Not thread safe, as the context is not.</summary>
internal sealed class ContextSaver(ContextEvents events, IDbContextOptions options)
{
    private readonly WatchOptions _watch = options.FindExtension<WatchOptions>()!;
    private int _written;
    private Guid? _used;

    // Of the save that runs: whether it has come to its rows, and is at them.
    private SavedChanges? _changes;
    private bool _hasRows;
    private bool _isWriting;

    /// <summary>A save begins.</summary>
    /// <exception cref="InvalidOperationException">The events cannot be emitted in the transaction that is open.</exception>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (_isWriting) throw new InvalidOperationException("The condition or the mapping of a trigger calls SaveChanges of the context that is being saved. It may read; what is to be written belongs in a handler of the event.");
        await JoinedTransaction.JoinAsync(events, cancellationToken).ConfigureAwait(false);
        events.EndUncommitted(events.Context.Database.CurrentTransaction?.TransactionId);
        _written = 0;
        _hasRows = false;
        ValidatePending();
    }

    /// <summary>Rows are about to be written: asks the conditions of the triggers. Comes again when an execution strategy retries the save.</summary>
    /// <param name="entries">What is written.</param>
    /// <returns>True when there are events to write with the rows. <see cref="EndRows"/> is to be called in any case.</returns>
    /// <exception cref="EntityTriggerException">A condition has thrown.</exception>
    /// <exception cref="InvalidOperationException">The events cannot be emitted in the transaction that is open.</exception>
    public bool BeginRows(IList<IUpdateEntry> entries)
    {
        _written = 0;
        events.RemoveTriggered();
        (_isWriting, _hasRows) = (true, true);
        _changes = SavedChanges.Evaluate(_watch.Bus.EntityTriggers, entries, events.Context);
        if (_changes is not null) Validate(_changes.PayloadTypes.Select(Descriptor));
        ValidatePending();   // again: interceptors after ours may have emitted more
        return _changes is not null || events.Pending.Count > 0;
    }

    /// <summary>The rows are written, and nothing is committed yet: makes the events of the triggers.</summary>
    /// <exception cref="EntityTriggerException">A mapping has thrown.</exception>
    public void Map()
    {
        _changes?.Map(new TriggeredEvents(_watch.Bus, events));
        _changes = null;
    }

    /// <summary>Writes the events that are not written yet.</summary>
    public async ValueTask WriteAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        var batch = new DurableBatch();
        int written = _written;
        for (; written < events.Pending.Count; written++)
        {
            if (events.Pending[written] is { Descriptor.IsDurable: true } emitted) emitted.AddTo(batch);
        }

        if (batch.Count > 0)
        {
            await _watch.RequireOneDatabaseAsync(events.Context, cancellationToken).ConfigureAwait(false);
            await batch.EmitAsync(transaction, cancellationToken).ConfigureAwait(false);
        }

        _written = written;
    }

    /// <summary>The rows and their events are written, or could not be.</summary>
    public void EndRows() => (_isWriting, _changes) = (false, null);

    /// <summary>A save has ended well. Its own transaction is committed, an explicit one is still open.</summary>
    public async ValueTask CompleteAsync(bool isSynchronous, CancellationToken cancellationToken)
    {
        bool hadRows = _hasRows;
        _hasRows = false;
        if (events.Pending.Count == 0) return;
        if (!hadRows && HasChanges()) return;   // another interceptor has suppressed the save: its changes are not written
        if (_written < events.Pending.Count) ValidatePending();
        if (events.Context.Database.CurrentTransaction is { } transaction)
        {
            await WriteAsync(transaction.GetDbTransaction(), cancellationToken).ConfigureAwait(false);
            if (events.Joined is { } joined) joined.EmitAfterCommit(events.TakeCommitted(), events);
            else events.SavedIn(transaction.TransactionId, HasChanges());
        }
        else if (AmbientTransaction.Current(events.Context.Database) is { } ambient)
        {
            if (_written < events.Pending.Count) await WriteInAsync(cancellationToken).ConfigureAwait(false);
            AmbientTransaction.OnCommitted(ambient, events.TakeCommitted(), events);
        }
        else
        {
            if (_written < events.Pending.Count) await CommitRestAsync(cancellationToken).ConfigureAwait(false);
            await events.EmitAsync(events.TakeCommitted(), isSynchronous).ConfigureAwait(false);
        }
    }

    /// <summary>A save has failed.</summary>
    public void Fail() => events.RemoveTriggered();

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
        if (!events.Pending.Skip(from).Any(static emitted => emitted.Descriptor.IsDurable)) return;
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

    // There was nothing to save in an ambient transaction.
    private async ValueTask WriteInAsync(CancellationToken cancellationToken)
    {
        var database = events.Context.Database;
        await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteAsync(AmbientTransaction.Of(events.Context.GetService<IRelationalConnection>()), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    private void ValidatePending()
    {
        if (events.Pending.Count > 0) Validate(events.Pending.Select(static emitted => emitted.Descriptor));
    }

    // Whether events can be written in the transaction that is open, if one is.
    private void Validate(IEnumerable<EventDescriptor> emitted)
    {
        var database = events.Context.Database;
        if (database.CurrentTransaction is { } transaction)
        {
            if (_used != transaction.TransactionId || events.Joined is not null || emitted.FirstOrDefault(static descriptor => !descriptor.IsDurable) is not { } other) return;
            throw new InvalidOperationException(
                $"Event '{other.Id}' is not durable and would be emitted after the commit, but the transaction comes from UseTransaction, and Entity Framework does not see its commit. "
                + "Begin it with BeginTransaction, or mark the event [Durable].");
        }

        if (AmbientTransaction.Current(database) is not null && database.HasSqlite())
            throw new InvalidOperationException("SQLite takes no part in a TransactionScope, so events cannot be emitted in one: use Database.BeginTransaction of the context.");
    }

    private EventDescriptor Descriptor(Type payload) => _watch.Bus.Descriptors.First(descriptor => descriptor.PayloadType == payload);

    // What is still changed after the save was saved without being accepted, or not at all.
    private bool HasChanges() => events.Context.ChangeTracker.WithoutDetecting(static tracker => tracker.HasChanges());
}
