namespace EventGen.Outbox.PostgreSql;

// What people ask and tell, and the dead letters.
internal sealed partial class PostgreSqlOutboxStore
{
    public ValueTask<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        RunAsync(static (connection, opened, token) => OutboxQueries.StatusAsync(connection, opened.Session, token), cancellationToken);

    public ValueTask<IReadOnlyList<OutboxRow>> ListAsync(OutboxFilter filter, CancellationToken cancellationToken) =>
        RunAsync((connection, opened, token) => OutboxQueries.ListAsync(connection, opened.Session, filter, token), cancellationToken);

    public async ValueTask<bool> MakeDueAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await RunAsync((connection, opened, token) => OutboxQueries.MakeDueAsync(connection, opened.Session, id, token), cancellationToken).ConfigureAwait(false)) return false;
        Current.Start.Wake();
        return true;
    }

    public async ValueTask<bool> CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        bool isCancelled = await RunAsync(
            (connection, opened, token) => OutboxQueries.CancelAsync(connection, opened.Session, opened.BatchSql, id, token), cancellationToken).ConfigureAwait(false);
        if (isCancelled) Current.Start.Wake();
        return isCancelled;
    }

    public async ValueTask AddDeadLetterAsync(OutboxDeadLetter deadLetter, CancellationToken cancellationToken) =>
        await RunAsync(
            async (connection, opened, token) =>
            {
                await DeadLetterTable.PutAsync(connection, opened.Session, deadLetter, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<OutboxDeadLetter>> ListDeadLettersAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken) =>
        RunAsync((connection, opened, token) => DeadLetterTable.ListAsync(connection, opened.Session, filter, skip, take, token), cancellationToken);

    public ValueTask<IReadOnlyList<Guid>> ListDeadLetterIdsAsync(DeadLetterFilter filter, Guid? after, int take, CancellationToken cancellationToken) =>
        RunAsync((connection, opened, token) => DeadLetterTable.ListIdsAsync(connection, opened.Session, filter, after, take, token), cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetterCause>> ListDeadLetterCausesAsync(DeadLetterFilter filter, CancellationToken cancellationToken) =>
        RunAsync((connection, opened, token) => DeadLetterTable.ListCausesAsync(connection, opened.Session, filter, token), cancellationToken);

    public ValueTask<OutboxDeadLetter?> FindDeadLetterAsync(Guid id, CancellationToken cancellationToken) =>
        RunAsync((connection, opened, token) => DeadLetterTable.FindAsync(connection, opened.Session, id, token), cancellationToken);

    public ValueTask<bool> ClaimDeadLetterAsync(Guid id, CancellationToken cancellationToken) =>
        RunAsync((connection, opened, token) => DeadLetterClaims.ClaimAsync(connection, opened.Session, id, token), cancellationToken);

    public async ValueTask ReleaseDeadLetterAsync(Guid id, CancellationToken cancellationToken) =>
        await RunAsync((connection, opened, token) => DeadLetterClaims.ReleaseAsync(connection, opened.Session, id, token), cancellationToken).ConfigureAwait(false);

    public ValueTask<bool> RemoveDeadLetterAsync(Guid id, CancellationToken cancellationToken) =>
        RunAsync((connection, opened, token) => DeadLetterClaims.RemoveAsync(connection, opened.Session, id, token), cancellationToken);

    public ValueTask<long> CountDeadLettersAsync(CancellationToken cancellationToken) =>
        RunAsync(static (connection, opened, token) => DeadLetterTable.CountAsync(connection, opened.Session, token), cancellationToken);
}
