using System.Data.Common;

namespace EventGen.Outbox.Tests;

/// <summary>A store whose calls are counted, and one of which ends as its plan says.</summary>
internal sealed class CrashingStore(MemoryOutboxStore store, CrashPlan plan) : IOutboxStore
{
    public string Name => store.Name;

    public CrashPlan Plan => plan;

    public IReadOnlyList<OutboxScript> GetSchemaScripts(string tablePrefix) => [];

    public ValueTask<OutboxSession> OpenAsync(OutboxStart start, CancellationToken cancellationToken) => plan.CallAsync(() => store.OpenAsync(start, cancellationToken));

    public ValueTask<IReadOnlyList<OutboxRoute>> SyncRoutesAsync(IReadOnlyList<OutboxRouteKey> routes, CancellationToken cancellationToken) => plan.CallAsync(() => store.SyncRoutesAsync(routes, cancellationToken));

    public ValueTask<OutboxBatchResult> CommitAsync(OutboxBatch batch, CancellationToken cancellationToken) => plan.CallAsync(() => store.CommitAsync(batch, cancellationToken));

    public ValueTask InsertAsync(IReadOnlyList<OutboxNewRow> rows, DbTransaction transaction, CancellationToken cancellationToken) => store.InsertAsync(rows, transaction, cancellationToken);

    public ValueTask<OutboxClaim> ClaimAsync(OutboxClaimRequest request, CancellationToken cancellationToken) => plan.CallAsync(() => store.ClaimAsync(request, cancellationToken));

    public ValueTask<bool> RenewAsync(CancellationToken cancellationToken) => plan.CallAsync(() => store.RenewAsync(cancellationToken));

    public ValueTask<int> TakeOverAsync(CancellationToken cancellationToken) => plan.CallAsync(() => store.TakeOverAsync(cancellationToken));

    public async ValueTask CloseAsync(CancellationToken cancellationToken) => await plan.CallAsync(async () =>
    {
        await store.CloseAsync(cancellationToken);
        return true;
    });

    public ValueTask<bool> MaintainAsync(CancellationToken cancellationToken) => plan.CallAsync(() => store.MaintainAsync(cancellationToken));

    public ValueTask<OutboxStoreTransaction> BeginAsync(OutboxMark? mark, TimeSpan idleLimit, CancellationToken cancellationToken) =>
        plan.CallAsync(async () => (OutboxStoreTransaction)new CrashingTransaction(await store.BeginAsync(mark, idleLimit, cancellationToken), plan));

    public ValueTask<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken) => plan.CallAsync(() => store.GetStatusAsync(cancellationToken));

    public ValueTask<IReadOnlyList<OutboxRow>> ListAsync(OutboxFilter filter, CancellationToken cancellationToken) => store.ListAsync(filter, cancellationToken);

    public ValueTask<bool> MakeDueAsync(Guid id, CancellationToken cancellationToken) => plan.CallAsync(() => store.MakeDueAsync(id, cancellationToken));

    public ValueTask<bool> CancelAsync(Guid id, CancellationToken cancellationToken) => plan.CallAsync(() => store.CancelAsync(id, cancellationToken));

    public ValueTask AddDeadLetterAsync(OutboxDeadLetter deadLetter, CancellationToken cancellationToken) => store.AddDeadLetterAsync(deadLetter, cancellationToken);

    public ValueTask<IReadOnlyList<OutboxDeadLetter>> ListDeadLettersAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken) => store.ListDeadLettersAsync(filter, skip, take, cancellationToken);

    public ValueTask<IReadOnlyList<Guid>> ListDeadLetterIdsAsync(DeadLetterFilter filter, Guid? after, int take, CancellationToken cancellationToken) =>
        store.ListDeadLetterIdsAsync(filter, after, take, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetterCause>> ListDeadLetterCausesAsync(DeadLetterFilter filter, CancellationToken cancellationToken) => store.ListDeadLetterCausesAsync(filter, cancellationToken);

    public ValueTask<OutboxDeadLetter?> FindDeadLetterAsync(Guid id, CancellationToken cancellationToken) => store.FindDeadLetterAsync(id, cancellationToken);

    public ValueTask<bool> ClaimDeadLetterAsync(Guid id, CancellationToken cancellationToken) => store.ClaimDeadLetterAsync(id, cancellationToken);

    public ValueTask ReleaseDeadLetterAsync(Guid id, CancellationToken cancellationToken) => store.ReleaseDeadLetterAsync(id, cancellationToken);

    public ValueTask<bool> RemoveDeadLetterAsync(Guid id, CancellationToken cancellationToken) => store.RemoveDeadLetterAsync(id, cancellationToken);

    public ValueTask<long> CountDeadLettersAsync(CancellationToken cancellationToken) => plan.CallAsync(() => store.CountDeadLettersAsync(cancellationToken));

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
