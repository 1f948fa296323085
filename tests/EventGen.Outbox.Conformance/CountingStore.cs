using System.Data.Common;

namespace EventGen.Outbox.Conformance;

/// <summary>A store that counts how many rows its relay has in memory. Thread safe.</summary>
internal sealed class CountingStore(IOutboxStore store) : IOutboxStore
{
    private readonly Lock _gate = new();
    private int _most;
    private int _loaded;
    private int _claimed;

    /// <summary>The most that the relay has had at once.</summary>
    public int Most
    {
        get
        {
            lock (_gate) return _most;
        }
    }

    /// <summary>What it has now.</summary>
    public int Loaded
    {
        get
        {
            lock (_gate) return _loaded;
        }
    }

    /// <summary>How many rows were claimed in all.</summary>
    public int Claimed
    {
        get
        {
            lock (_gate) return _claimed;
        }
    }

    public string Name => store.Name;

    public bool HasOneWriter => store.HasOneWriter;

    public IReadOnlyList<OutboxScript> GetSchemaScripts(string tablePrefix) => store.GetSchemaScripts(tablePrefix);

    public ValueTask<OutboxSession> OpenAsync(OutboxStart start, CancellationToken cancellationToken) => store.OpenAsync(start, cancellationToken);

    public ValueTask<IReadOnlyList<OutboxRoute>> SyncRoutesAsync(IReadOnlyList<OutboxRouteKey> routes, CancellationToken cancellationToken) => store.SyncRoutesAsync(routes, cancellationToken);

    public async ValueTask<OutboxBatchResult> CommitAsync(OutboxBatch batch, CancellationToken cancellationToken)
    {
        var result = await store.CommitAsync(batch, cancellationToken);
        int settled = batch.Settlements.Where((settlement, i) => result.Settlements[i] && settlement.Kind != OutboxSettlementKind.Keep).Count();
        Add(result.Inserts.Count(static row => row.Outcome == OutboxInsertOutcome.Leased) - settled);
        return result;
    }

    public ValueTask InsertAsync(IReadOnlyList<OutboxNewRow> rows, DbTransaction transaction, CancellationToken cancellationToken) => store.InsertAsync(rows, transaction, cancellationToken);

    public async ValueTask<OutboxClaim> ClaimAsync(OutboxClaimRequest request, CancellationToken cancellationToken)
    {
        var claim = await store.ClaimAsync(request, cancellationToken);
        Add(claim.Rows.Count);
        lock (_gate) _claimed += claim.Rows.Count;
        return claim;
    }

    public ValueTask<bool> RenewAsync(CancellationToken cancellationToken) => store.RenewAsync(cancellationToken);

    public ValueTask<int> TakeOverAsync(CancellationToken cancellationToken) => store.TakeOverAsync(cancellationToken);

    public ValueTask CloseAsync(CancellationToken cancellationToken) => store.CloseAsync(cancellationToken);

    public ValueTask<bool> MaintainAsync(CancellationToken cancellationToken) => store.MaintainAsync(cancellationToken);

    public ValueTask<OutboxStoreTransaction> BeginAsync(OutboxMark? mark, TimeSpan idleLimit, CancellationToken cancellationToken) => store.BeginAsync(mark, idleLimit, cancellationToken);

    public ValueTask<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken) => store.GetStatusAsync(cancellationToken);

    public ValueTask<IReadOnlyList<OutboxRow>> ListAsync(OutboxFilter filter, CancellationToken cancellationToken) => store.ListAsync(filter, cancellationToken);

    public ValueTask<bool> MakeDueAsync(Guid id, CancellationToken cancellationToken) => store.MakeDueAsync(id, cancellationToken);

    public ValueTask<bool> CancelAsync(Guid id, CancellationToken cancellationToken) => store.CancelAsync(id, cancellationToken);

    public ValueTask AddDeadLetterAsync(OutboxDeadLetter deadLetter, CancellationToken cancellationToken) => store.AddDeadLetterAsync(deadLetter, cancellationToken);

    public ValueTask<IReadOnlyList<OutboxDeadLetter>> ListDeadLettersAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken) =>
        store.ListDeadLettersAsync(filter, skip, take, cancellationToken);

    public ValueTask<IReadOnlyList<Guid>> ListDeadLetterIdsAsync(DeadLetterFilter filter, Guid? after, int take, CancellationToken cancellationToken) =>
        store.ListDeadLetterIdsAsync(filter, after, take, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetterCause>> ListDeadLetterCausesAsync(DeadLetterFilter filter, CancellationToken cancellationToken) => store.ListDeadLetterCausesAsync(filter, cancellationToken);

    public ValueTask<OutboxDeadLetter?> FindDeadLetterAsync(Guid id, CancellationToken cancellationToken) => store.FindDeadLetterAsync(id, cancellationToken);

    public ValueTask<bool> ClaimDeadLetterAsync(Guid id, CancellationToken cancellationToken) => store.ClaimDeadLetterAsync(id, cancellationToken);

    public ValueTask ReleaseDeadLetterAsync(Guid id, CancellationToken cancellationToken) => store.ReleaseDeadLetterAsync(id, cancellationToken);

    public ValueTask<bool> RemoveDeadLetterAsync(Guid id, CancellationToken cancellationToken) => store.RemoveDeadLetterAsync(id, cancellationToken);

    public ValueTask<long> CountDeadLettersAsync(CancellationToken cancellationToken) => store.CountDeadLettersAsync(cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private void Add(int rows)
    {
        lock (_gate)
        {
            _loaded += rows;
            _most = Math.Max(_most, _loaded);
        }
    }
}
