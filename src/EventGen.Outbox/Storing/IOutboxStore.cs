namespace EventGen;

/// <summary>
/// Keeps the outbox, the inbox, the schedule and the dead letters of one application in a database. The relay of <c>EventGen.Outbox</c> decides
/// what happens to an event; a store only writes it down, each call in one transaction.
/// </summary>
/// <remarks>
/// <para>Every key in the tables includes the application. All times in rows are on the store's clock: the database's, or
/// <see cref="OutboxStart.TimeProvider"/> where the database has none. Answers carry <c>Now</c>, the store's clock when it answered.</para>
/// <para>The relay calls <see cref="CommitAsync"/> from one loop, never twice at a time, nor <see cref="Commit"/>, and every other member from any thread at any time. A call
/// that fails because of the database throws <see cref="OutboxStoreException"/>, which says whether the transaction may have been committed;
/// of any other exception the relay believes that it may. No exception and no log names a connection string.</para>
/// <para>A call that is cancelled ends soon. A store that does not answer within a few seconds throws; it does not wait for ever.</para>
/// </remarks>
public interface IOutboxStore : IAsyncDisposable
{
    /// <summary>What kind of store it is, for logs and health, such as <c>sqlite</c>. Tells nothing secret.</summary>
    string Name { get; }

    /// <summary>Whether the database has one writer at a time, so that a flow with an open transaction would wait for itself if it wrote in another.</summary>
    bool HasOneWriter => false;

    /// <summary>The scripts that create or upgrade the tables, in order, for those who may not create tables at run time. The store need not be open.</summary>
    /// <param name="tablePrefix"><see cref="OutboxOptions.TablePrefix"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="tablePrefix"/> has more than 30 characters, or others than letters, digits and underscores.</exception>
    IReadOnlyList<OutboxScript> GetSchemaScripts(string tablePrefix);

    /// <summary>Whether a connection leads to the database that the store is in. The store need not be open. A store that cannot tell says yes.</summary>
    /// <param name="connection">An open connection of the application's, of whatever kind.</param>
    /// <param name="cancellationToken">Cancels the question to the database, which changes nothing.</param>
    /// <exception cref="System.Data.Common.DbException">One of the databases does not answer.</exception>
    ValueTask<bool> IsInAsync(System.Data.Common.DbConnection connection, CancellationToken cancellationToken) => new(true);

    /// <summary>
    /// Opens the store: creates or upgrades the tables under a lock, if <see cref="OutboxOptions.CreateTables"/> says so, else checks their version; takes an
    /// instance name that no living process of the application holds, with a new epoch and its lease; takes back what earlier epochs of that name held, as
    /// <see cref="TakeOverAsync"/> does, whether or not their lease has run out.
    /// </summary>
    /// <remarks>Called again after a lease was lost: the instance gets a new epoch. That is no crash: the process lives.</remarks>
    /// <exception cref="OutboxStoreException">The database does not answer (<see cref="OutboxStoreException.IsTransient"/>), or it cannot be used as it is; the message says what to do.</exception>
    ValueTask<OutboxSession> OpenAsync(OutboxStart start, CancellationToken cancellationToken);

    /// <summary>Adds the routes that are missing, and notes that an instance has all of <paramref name="routes"/> now.</summary>
    /// <param name="routes">Those that this instance can deliver completely. Their targets are sorted, ordinally.</param>
    /// <param name="cancellationToken">Cancels the call. What has been written is kept; the next call adds the rest.</param>
    /// <returns>Every route of the application, those of others too.</returns>
    ValueTask<IReadOnlyList<OutboxRoute>> SyncRoutesAsync(IReadOnlyList<OutboxRouteKey> routes, CancellationToken cancellationToken);

    /// <summary>Writes a batch in one transaction: new rows and settlements, all or nothing.</summary>
    /// <remarks>
    /// A row that cannot be written because its id exists, or a settlement whose lease is lost, is an outcome and does not stop the others. Where the lease of this
    /// instance is gone altogether, every new row belongs to nobody (<see cref="OutboxInsertOutcome.Waiting"/>) and every settlement is false. A mark or key that exists is no error.
    /// After an answer that was lost, the relay gives the same batch again, with <see cref="OutboxNewRow.Mode"/> changed to <see cref="OutboxInsertMode.Repeat"/>.
    /// </remarks>
    ValueTask<OutboxBatchResult> CommitAsync(OutboxBatch batch, CancellationToken cancellationToken);

    /// <summary>Writes new rows as <see cref="CommitAsync"/> does, on the calling thread.</summary>
    /// <remarks>
    /// For those who emit synchronously, perhaps on the last thread of the pool: it should wait for no other thread of it, where the client allows that. Called from any thread, one call at a time, also beside
    /// <see cref="CommitAsync"/>; its rows ask to be leased in any case (<see cref="OutboxLeaseRequest.Always"/>). What a store does without a member of its own is to block until
    /// <see cref="CommitAsync"/> has ended.
    /// </remarks>
    OutboxBatchResult Commit(OutboxBatch batch) => CommitAsync(batch, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>
    /// Writes rows in a transaction of the caller, on its connection. They belong to no instance; whoever delivers is woken when the transaction has been
    /// committed.
    /// </summary>
    /// <exception cref="ArgumentException">The transaction is of another kind of database.</exception>
    ValueTask InsertAsync(IReadOnlyList<OutboxNewRow> rows, System.Data.Common.DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Leases due rows to this instance.</summary>
    /// <remarks>
    /// Rows without <see cref="OutboxNewRow.OrderKey"/> in the order of their due time. Of each order key the rows in the order of their position,
    /// from its first one on, up to one that is not due; none of a key that another instance holds. A row that was scheduled counts, for the order of its key,
    /// from when it was due. A key that this instance holds already is no obstacle: the relay keeps the order of what it has. What a claim costs does not
    /// grow with what waits, whether it can be claimed or not.
    /// </remarks>
    ValueTask<OutboxClaim> ClaimAsync(OutboxClaimRequest request, CancellationToken cancellationToken);

    /// <summary>Renews the lease of this instance.</summary>
    /// <returns>False when another instance has taken over: nothing of this epoch can be settled any more.</returns>
    ValueTask<bool> RenewAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes over what instances have left whose lease has run out: their rows belong to nobody, their keys are free.
    /// </summary>
    /// <remarks>
    /// Where the instance has died, <see cref="OutboxRow.Crashes"/> of each of its rows grows by one if it is 0, or if the row was started (<see cref="OutboxBatch.Started"/>). A row that
    /// was started is due again after <see cref="OutboxStart.CrashDelay"/>, times the crashes that it had before. Where the store can tell that the process still lives, frozen or cut
    /// off, nothing counts. Whatever the end of the lease, no row is started any more.
    /// </remarks>
    /// <returns>How many rows were taken over.</returns>
    ValueTask<int> TakeOverAsync(CancellationToken cancellationToken);

    /// <summary>Gives back everything that this instance holds, as <see cref="OutboxSettlementKind.Release"/> does, and ends its lease.</summary>
    ValueTask CloseAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Does a small step of the upkeep: removes inbox marks that are older than <see cref="OutboxStart.InboxRetention"/> and have neither row nor dead letter,
    /// folds counters, forgets routes that nobody has and no row names.
    /// </summary>
    /// <returns>True when there is more to do.</returns>
    ValueTask<bool> MaintainAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction in which a handler writes, on a connection of its own.</summary>
    /// <param name="mark">What its commit marks as handled; <see langword="null"/> for nothing.</param>
    /// <param name="idleLimit">How long the transaction may be idle before the database ends it, where it can.</param>
    /// <param name="cancellationToken">Cancels the begin: no transaction is left open. It has no effect on a transaction that has begun.</param>
    ValueTask<OutboxStoreTransaction> BeginAsync(OutboxMark? mark, TimeSpan idleLimit, CancellationToken cancellationToken);

    /// <summary>What waits, from counters that are kept.</summary>
    ValueTask<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>A page of the outbox, in the order of the positions.</summary>
    ValueTask<IReadOnlyList<OutboxRow>> ListAsync(OutboxFilter filter, CancellationToken cancellationToken);

    /// <summary>Makes a row due now that nobody has leased and that is not due.</summary>
    /// <returns>False when there is no such row.</returns>
    ValueTask<bool> MakeDueAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Removes a row that nobody has leased.</summary>
    /// <returns>False when there is no such row.</returns>
    ValueTask<bool> CancelAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Keeps a dead letter outside of a batch; one of the same id is replaced.</summary>
    ValueTask AddDeadLetterAsync(OutboxDeadLetter deadLetter, CancellationToken cancellationToken);

    /// <summary>A page of the dead letters that the filter lets through, the oldest first (by id).</summary>
    ValueTask<IReadOnlyList<OutboxDeadLetter>> ListDeadLettersAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken);

    /// <summary>The ids of dead letters of the application, in the same order, without reading the dead letters.</summary>
    /// <param name="filter">Which dead letters.</param>
    /// <param name="after">Those after this id, which need not be there any more; all when it is <see langword="null"/>.</param>
    /// <param name="take">How many to return at most.</param>
    /// <param name="cancellationToken">Cancels the reading, which changes nothing.</param>
    ValueTask<IReadOnlyList<Guid>> ListDeadLetterIdsAsync(DeadLetterFilter filter, Guid? after, int take, CancellationToken cancellationToken);

    /// <summary>The causes of the dead letters that the filter lets through, each once, in any order. Their content is not read.</summary>
    ValueTask<IReadOnlyList<DeadLetterCause>> ListDeadLetterCausesAsync(DeadLetterFilter filter, CancellationToken cancellationToken);

    /// <summary>One dead letter; <see langword="null"/> when there is none of that id.</summary>
    ValueTask<OutboxDeadLetter?> FindDeadLetterAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a dead letter for a replay: it belongs to this instance until <see cref="ReleaseDeadLetterAsync"/>, <see cref="RemoveDeadLetterAsync"/>, or the end of the
    /// instance's epoch, as an order key does.
    /// </summary>
    /// <returns>False when another instance has it. Whether there is such a dead letter is not looked at.</returns>
    /// <exception cref="OutboxStoreException">The database does not answer, or the lease of this instance is gone.</exception>
    ValueTask<bool> ClaimDeadLetterAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Gives a dead letter back that this instance has taken.</summary>
    ValueTask ReleaseDeadLetterAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Removes a dead letter, and gives it back; false when there is none of that id, or another instance has it.</summary>
    ValueTask<bool> RemoveDeadLetterAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>How many dead letters are kept.</summary>
    ValueTask<long> CountDeadLettersAsync(CancellationToken cancellationToken);
}
