using Microsoft.Data.Sqlite;

namespace EventGen.Outbox.Sqlite;

// What people ask and tell, and the dead letters. Reading has connections of its own, so that it delays no emit.
internal sealed partial class SqliteOutboxStore
{
    public ValueTask<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken) => ReadAsync(OutboxQueries.Status, cancellationToken);

    public ValueTask<IReadOnlyList<OutboxRow>> ListAsync(OutboxFilter filter, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<OutboxRow>>((database, session) => OutboxQueries.List(database, session, filter), cancellationToken);

    public async ValueTask<bool> MakeDueAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await WriteAsync((database, session) => OutboxQueries.MakeDue(database, session, id), cancellationToken).ConfigureAwait(false)) return false;
        Current.Wake();
        return true;
    }

    public async ValueTask<bool> CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await WriteAsync((database, session) => OutboxQueries.Cancel(database, session, id), cancellationToken).ConfigureAwait(false)) return false;
        Current.Wake();
        return true;
    }

    public async ValueTask AddDeadLetterAsync(OutboxDeadLetter deadLetter, CancellationToken cancellationToken) =>
        await WriteAsync(
            (database, session) =>
            {
                DeadLetterTable.Put(database, session, deadLetter);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<OutboxDeadLetter>> ListDeadLettersAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<OutboxDeadLetter>>((database, session) => DeadLetterTable.List(database, session, filter, skip, take), cancellationToken);

    public ValueTask<IReadOnlyList<Guid>> ListDeadLetterIdsAsync(DeadLetterFilter filter, Guid? after, int take, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<Guid>>((database, session) => DeadLetterTable.ListIds(database, session, filter, after, take), cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetterCause>> ListDeadLetterCausesAsync(DeadLetterFilter filter, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<DeadLetterCause>>((database, session) => DeadLetterTable.ListCauses(database, session, filter), cancellationToken);

    public ValueTask<OutboxDeadLetter?> FindDeadLetterAsync(Guid id, CancellationToken cancellationToken) =>
        ReadAsync((database, session) => DeadLetterTable.Find(database, session, id), cancellationToken);

    public ValueTask<bool> ClaimDeadLetterAsync(Guid id, CancellationToken cancellationToken) =>
        WriteAsync((database, session) => DeadLetterClaims.Claim(database, session, id), cancellationToken);

    public async ValueTask ReleaseDeadLetterAsync(Guid id, CancellationToken cancellationToken) =>
        await WriteAsync((database, session) => DeadLetterClaims.Release(database, session, id), cancellationToken).ConfigureAwait(false);

    public ValueTask<bool> RemoveDeadLetterAsync(Guid id, CancellationToken cancellationToken) =>
        WriteAsync((database, session) => DeadLetterClaims.Remove(database, session, id), cancellationToken);

    public ValueTask<long> CountDeadLettersAsync(CancellationToken cancellationToken) => ReadAsync(DeadLetterTable.Count, cancellationToken);

    // The engine blocks its thread.
    private async ValueTask<T> ReadAsync<T>(Func<SqliteDatabase, StoreSession, T> read, CancellationToken cancellationToken)
    {
        var session = Current.Session;
        return await Task.Run(
            () =>
            {
                try
                {
                    using var connection = _location.CreateConnection();
                    connection.Open();

                    // All that is read is of one moment.
                    using var moment = connection.BeginTransaction(deferred: true);
                    using var database = new SqliteDatabase(connection);
                    return read(database, session);
                }
                catch (SqliteException exception)
                {
                    throw SqliteFailure.From(exception, _location.File);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }
}
