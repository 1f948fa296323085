using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;

namespace EventGen.EntityFrameworkCore;

/// <summary>The events of one context, from their emit to the commit. Not thread safe, as the context is not.</summary>
internal sealed class ContextEvents(ICurrentDbContext current, ILoggerFactory loggers) : IResettableService, IDisposable
{
    private readonly List<EmittedEvent> _pending = [];

    // Of the explicit transaction that is open: what waits for its commit, and what waits for another save if it is not committed.
    private readonly List<EmittedEvent> _afterCommit = [];
    private readonly List<EmittedEvent> _savedAgain = [];
    private readonly Savepoints _savepoints = new();
    private Guid? _transaction;

    // The logger is made by the context's services, which go with it.
    private readonly ILogger _logger = loggers.CreateLogger("EventGen.EntityFrameworkCore");

    public DbContext Context => current.Context;

    /// <summary>What the next save writes.</summary>
    public IReadOnlyList<EmittedEvent> Pending => _pending;

    /// <summary>The handler's transaction that the context writes in.</summary>
    public JoinedTransaction? Joined { get; set; }

    // To SQLite, names that differ in case are one.
    private StringComparison SavepointNames => Context.Database.HasSqlite() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private List<EmittedEvent> AfterCommit => Joined?.AfterCommit ?? _afterCommit;

    public void Add(EmittedEvent emitted) => _pending.Add(emitted);

    /// <summary>Forgets what the triggers of a save have made that did not succeed: the next save makes it again.</summary>
    public void RemoveTriggered() => _pending.RemoveAll(static emitted => emitted.IsTriggered);

    /// <summary>Forgets events that were emitted during an attempt of an execution strategy that failed: the next attempt emits them again.</summary>
    public void KeepOnly(HashSet<EmittedEvent> emittedBefore) => _pending.RemoveAll(emitted => !emittedBefore.Contains(emitted));

    /// <summary>The pending events are saved and committed.</summary>
    /// <returns>Those that are to be emitted now.</returns>
    public EmittedEvent[] TakeCommitted()
    {
        EmittedEvent[] others = [.. _pending.Where(static emitted => !emitted.Descriptor.IsDurable)];
        _pending.Clear();
        return others;
    }

    /// <summary>The pending events are saved in a transaction that is still open.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="isSavedAgain">The changes were not accepted: if the transaction is not committed, the next save writes them again, and the events.</param>
    public void SavedIn(Guid transaction, bool isSavedAgain)
    {
        _transaction = transaction;
        _afterCommit.AddRange(_pending.Where(static emitted => !emitted.Descriptor.IsDurable));
        if (isSavedAgain) _savedAgain.AddRange(_pending.Where(static emitted => !emitted.IsTriggered));
        _pending.Clear();
    }

    /// <summary>A savepoint was made: whatever is saved from here on may be rolled back.</summary>
    public void SavepointMade(Guid transaction, string name)
    {
        EndUncommitted(transaction);
        _transaction = transaction;
        _savepoints.Add(name, AfterCommit.Count, _savedAgain.Count);
    }

    /// <summary>A savepoint was rolled back: what was saved since is not emitted, or is saved again.</summary>
    public void SavepointRolledBack(string name)
    {
        var (afterCommit, savedAgain) = _savepoints.RollBackTo(name, SavepointNames);
        var again = _savedAgain[savedAgain..];
        LogRolledBack(AfterCommit.Skip(afterCommit).Except(again));
        _pending.InsertRange(0, again);
        AfterCommit.RemoveRange(afterCommit, AfterCommit.Count - afterCommit);
        _savedAgain.RemoveRange(savedAgain, again.Count);
    }

    /// <summary>A savepoint was released.</summary>
    public void SavepointReleased(string name) => _savepoints.Release(name, SavepointNames);

    /// <summary>A transaction was committed.</summary>
    /// <returns>What is to be emitted now.</returns>
    public EmittedEvent[] Committed(Guid transaction)
    {
        if (_transaction != transaction) return [];
        EmittedEvent[] others = [.. _afterCommit];
        _afterCommit.Clear();
        Forget();
        return others;
    }

    /// <summary>A transaction was not committed, or is not there any more.</summary>
    /// <param name="open">The transaction that is open now.</param>
    public void EndUncommitted(Guid? open)
    {
        if (_transaction is null || _transaction == open) return;
        LogRolledBack(_afterCommit.Except(_savedAgain));
        _pending.InsertRange(0, _savedAgain);
        _afterCommit.Clear();
        Forget();
    }

    /// <summary>Emits events whose changes are committed. Never throws.</summary>
    public async ValueTask EmitAsync(EmittedEvent[] events, bool isSynchronous)
    {
        foreach (var emitted in events)
        {
            try
            {
                await emitted.EmitAsync(isSynchronous).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _logger.EmitAfterCommitFailed(exception, emitted.Descriptor.Id);
            }
        }
    }

    /// <summary>The context goes back to its pool.</summary>
    public void ResetState()
    {
        Joined?.Leave();
        Joined = null;
        Dispose();
    }

    public Task ResetStateAsync(CancellationToken cancellationToken = default)
    {
        ResetState();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        EndUncommitted(open: null);
        if (_pending.Count > 0) _logger.DisposedUnsaved(_pending.Count, Names(_pending));
        _pending.Clear();
    }

    private void Forget()
    {
        _savedAgain.Clear();
        _savepoints.Clear();
        _transaction = null;
    }

    private void LogRolledBack(IEnumerable<EmittedEvent> events)
    {
        EmittedEvent[] gone = [.. events];
        if (gone.Length > 0) _logger.RolledBack(gone.Length, Names(gone));
    }

    private static string Names(IEnumerable<EmittedEvent> events) => string.Join(", ", events.Select(static emitted => emitted.Descriptor.Id).Distinct());
}
