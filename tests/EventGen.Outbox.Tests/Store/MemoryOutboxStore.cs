namespace EventGen.Outbox.Tests;

/// <summary>What a store must do, in the fewest words: one process's view of a <see cref="MemoryDatabase"/>.</summary>
internal class MemoryOutboxStore(MemoryDatabase database) : IOutboxStore
{
    private OutboxStart _start = null!;
    private long _epoch;

    public string Name => "memory";

    public long Epoch => _epoch;

    public IReadOnlyList<OutboxScript> GetSchemaScripts(string tablePrefix) => [];

    public ValueTask<OutboxSession> OpenAsync(OutboxStart start, CancellationToken cancellationToken)
    {
        lock (database)
        {
            _start = start;
            string instance = start.Instance ?? $"machine-{database.Instances.Count}";
            int takenBack = database.Instances.Where(other => other.Value.Instance == instance).Select(static other => other.Key).ToArray().Sum(old => database.Free(old, _epoch == 0 ? start.CrashDelay : null));
            _epoch = ++database.LastEpoch;
            database.Instances[_epoch] = (instance, database.Now + start.LeaseDuration);
            if (!database.Wakes.Contains(start.Wake)) database.Wakes.Add(start.Wake);
            return new(new OutboxSession { Instance = instance, Epoch = _epoch, TakenBack = takenBack, Now = database.Now });
        }
    }

    public ValueTask<IReadOnlyList<OutboxRoute>> SyncRoutesAsync(IReadOnlyList<OutboxRouteKey> routes, CancellationToken cancellationToken)
    {
        lock (database)
        {
            foreach (var key in routes)
            {
                int index = database.Routes.FindIndex(route => route.Key.Equals(key));
                if (index < 0) database.Routes.Add((database.Routes.Count + 1, key, database.Now));
                else database.Routes[index] = database.Routes[index] with { Seen = database.Now };
            }

            return new((IReadOnlyList<OutboxRoute>)[.. database.Routes.Select(route => new OutboxRoute(route.Id, route.Key, database.Now - route.Seen))]);
        }
    }

    public virtual ValueTask<OutboxBatchResult> CommitAsync(OutboxBatch batch, CancellationToken cancellationToken)
    {
        lock (database)
        {
            bool isLive = database.Instances.ContainsKey(_epoch);
            OutboxInsertResult[] inserts = [.. batch.Inserts.Select(row => Insert(row, isLive))];
            bool[] settlements = [.. batch.Settlements.Select(settlement => isLive && Settle(settlement))];
            foreach (long position in batch.Started)
            {
                if (database.Rows.TryGetValue(position, out var row) && row.Row.Owner == _epoch) row.IsStarted = true;
            }

            foreach (string key in batch.ReleasedKeys)
            {
                if (database.Keys.GetValueOrDefault(key) == _epoch) database.Keys.Remove(key);
            }

            return new(new OutboxBatchResult { Inserts = inserts, Settlements = settlements, Now = database.Now });
        }
    }

    public ValueTask InsertAsync(IReadOnlyList<OutboxNewRow> rows, System.Data.Common.DbTransaction transaction, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual ValueTask<OutboxClaim> ClaimAsync(OutboxClaimRequest request, CancellationToken cancellationToken)
    {
        lock (database)
        {
            List<OutboxRow> rows = [];
            HashSet<string> passed = [];
            var routes = request.Routes.ToHashSet();
            bool hasMore = false;
            DateTimeOffset? nextDue = null;
            if (!database.Instances.ContainsKey(_epoch)) return new(new OutboxClaim { Rows = [], HasMore = false, Now = database.Now });
            foreach (var row in database.Rows.Values.OrderBy(static row => row.Row.Position))
            {
                if (row.Row.Owner is not null) continue;
                string? key = row.Row.OrderKey;
                if (key is not null && (passed.Contains(key) || (database.Keys.TryGetValue(key, out long holder) && holder != _epoch))) continue;
                if (row.Row.Due > database.Now || !routes.Contains(row.Row.Route))
                {
                    if (routes.Contains(row.Row.Route) && (nextDue is null || row.Row.Due < nextDue)) nextDue = row.Row.Due;
                    if (key is not null && !IsScheduledOnly(row)) passed.Add(key);
                    continue;
                }

                if (rows.Count == request.Limit)
                {
                    hasMore = true;
                    break;
                }

                if (key is not null) database.Keys[key] = _epoch;
                row.Row = row.Row with { Owner = _epoch };
                rows.Add(row.Row);
            }

            return new(new OutboxClaim { Rows = rows, HasMore = hasMore, NextDue = nextDue, Now = database.Now });
        }
    }

    public ValueTask<bool> RenewAsync(CancellationToken cancellationToken)
    {
        lock (database)
        {
            if (!database.Instances.TryGetValue(_epoch, out var instance)) return new(false);
            database.Instances[_epoch] = instance with { Until = database.Now + _start.LeaseDuration };
            return new(true);
        }
    }

    public ValueTask<int> TakeOverAsync(CancellationToken cancellationToken)
    {
        lock (database)
        {
            long[] gone = [.. database.Instances.Where(other => other.Key != _epoch && other.Value.Until < database.Now).Select(static other => other.Key)];
            return new(gone.Sum(epoch => database.Free(epoch, _start.CrashDelay)));
        }
    }

    public ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        lock (database) database.Free(_epoch, crashDelay: null);
        database.WakeAll();
        return default;
    }

    public ValueTask<bool> MaintainAsync(CancellationToken cancellationToken) => new(false);

    public ValueTask<OutboxStoreTransaction> BeginAsync(OutboxMark? mark, TimeSpan idleLimit, CancellationToken cancellationToken)
    {
        lock (database) return new(new MemoryTransaction(this, mark, mark is { } one && database.Inbox.ContainsKey((one.Id, one.Target))));
    }

    public ValueTask<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        lock (database)
        {
            var pending = database.Rows.Values.Where(row => row.Row.Due <= database.Now || row.Row.Owner is not null || !row.Row.Targets.IsEmpty).ToArray();
            return new(new OutboxStatus
            {
                Pending = pending.Length,
                Scheduled = database.Rows.Count - pending.Length,
                Leased = pending.Count(static row => row.Row.Owner is not null),
                OldestPending = pending.Length == 0 ? null : pending.Min(static row => row.Row.Timestamp),
            });
        }
    }

    public ValueTask<IReadOnlyList<OutboxRow>> ListAsync(OutboxFilter filter, CancellationToken cancellationToken)
    {
        lock (database)
        {
            return new((IReadOnlyList<OutboxRow>)
            [
                .. database.Rows.Values.Select(static row => row.Row)
                    .Where(row => (filter.Id is null || filter.Id == row.Id) && (filter.Key is null || filter.Key == row.Key) && !(row.Position <= filter.After))
                    .Take(filter.Take),
            ]);
        }
    }

    public ValueTask<bool> MakeDueAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (database)
        {
            if (database.Rows.Values.FirstOrDefault(row => row.Row.Id == id && row.Row.Owner is null && row.Row.Due > database.Now) is not { } row) return new(false);
            row.Row = row.Row with { Due = database.Now };
            return new(true);
        }
    }

    public ValueTask<bool> CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (database)
        {
            return new(database.Rows.Values.FirstOrDefault(row => row.Row.Id == id && row.Row.Owner is null) is { } row && database.Rows.Remove(row.Row.Position));
        }
    }

    public ValueTask AddDeadLetterAsync(OutboxDeadLetter deadLetter, CancellationToken cancellationToken)
    {
        lock (database) database.DeadLetters[deadLetter.Id] = deadLetter;
        return default;
    }

    public ValueTask<IReadOnlyList<OutboxDeadLetter>> ListDeadLettersAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        lock (database) return new((IReadOnlyList<OutboxDeadLetter>)[.. DeadLetters(filter).Skip(skip).Take(take)]);
    }

    public ValueTask<IReadOnlyList<Guid>> ListDeadLetterIdsAsync(DeadLetterFilter filter, Guid? after, int take, CancellationToken cancellationToken)
    {
        lock (database) return new((IReadOnlyList<Guid>)[.. DeadLetters(filter).Select(static row => row.Id).Where(id => !(id <= after)).Take(take)]);
    }

    public ValueTask<IReadOnlyList<DeadLetterCause>> ListDeadLetterCausesAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        lock (database) return new(DeadLetterSummary.Of(DeadLetters(filter).Select(static row => new DeadLetterCause(row.EventId, row.Target, row.Kind, row.ExceptionType, 1, row.LastFailure))).Causes);
    }

    // Under the lock.
    private IEnumerable<OutboxDeadLetter> DeadLetters(DeadLetterFilter filter) => database.DeadLetters.Values
        .Where(row => (filter.Kind is null || filter.Kind == row.Kind) && (filter.EventId is null || filter.EventId == row.EventId) && (filter.Target is null || filter.Target == row.Target) && (filter.EmissionId is null || filter.EmissionId == row.EmissionId))
        .OrderBy(static row => row.Id);

    public ValueTask<OutboxDeadLetter?> FindDeadLetterAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (database) return new(database.DeadLetters.GetValueOrDefault(id));
    }

    public ValueTask<bool> ClaimDeadLetterAsync(Guid id, CancellationToken cancellationToken) => new(true);

    public ValueTask ReleaseDeadLetterAsync(Guid id, CancellationToken cancellationToken) => default;

    public ValueTask<bool> RemoveDeadLetterAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (database) return new(database.DeadLetters.Remove(id));
    }

    public ValueTask<long> CountDeadLettersAsync(CancellationToken cancellationToken)
    {
        lock (database) return new(database.DeadLetters.Count);
    }

    public virtual ValueTask DisposeAsync() => default;

    public virtual bool CommitWork(OutboxMark? mark, IReadOnlyList<OutboxNewRow> rows, IReadOnlyList<string> effects)
    {
        lock (database)
        {
            if (mark is { } one && !database.Inbox.TryAdd((one.Id, one.Target), database.Now)) return false;
            foreach (var row in rows) Insert(row, isLive: true);
            database.Effects.AddRange(effects);
        }

        database.WakeAll();
        return true;
    }

    // Of a key, an event that was only scheduled does not hold back those that are due.
    private static bool IsScheduledOnly(MemoryRow row) => row.Row is { Targets.IsEmpty: true, Crashes: 0 };

    private OutboxInsertResult Insert(OutboxNewRow row, bool isLive)
    {
        if (row.Mode != OutboxInsertMode.New && database.Rows.Values.FirstOrDefault(other => other.Row.Id == row.Id) is { } same && same.Row.Owner == _epoch)
            return new(OutboxInsertOutcome.Duplicate, same.Row.Position);
        if (database.IsAccepted(row.Id)) return new(OutboxInsertOutcome.Duplicate, 0);
        if (row.Mode == OutboxInsertMode.Received) database.Inbox[(row.Id, "")] = database.Now;
        bool isDue = row.Due is null || row.Due <= database.Now;
        bool isLeased = isLive && isDue && row.Lease switch
        {
            OutboxLeaseRequest.Always => true,
            OutboxLeaseRequest.InOrder => row.OrderKey is not { } key
                || (database.Keys.GetValueOrDefault(key, _epoch) == _epoch && !database.Rows.Values.Any(other => other.Row.OrderKey == key && other.Row.Owner is null && (other.Row.Due <= database.Now || !IsScheduledOnly(other)))),
            _ => false,
        };
        if (isLeased && row is { OrderKey: { } taken, Lease: OutboxLeaseRequest.InOrder }) database.Keys[taken] = _epoch;
        long position = ++database.LastPosition;
        database.Rows[position] = new MemoryRow(new OutboxRow
        {
            Position = position,
            Id = row.Id,
            Route = row.Route,
            Payload = row.Payload.ToArray(),
            Metadata = row.Metadata.ToArray(),
            Timestamp = row.Timestamp,
            Key = row.Key,
            OrderKey = row.OrderKey,
            Due = row.Due ?? database.Now,
            Owner = isLeased ? _epoch : null,
            Origin = _epoch,
        });
        return new(isLeased ? OutboxInsertOutcome.Leased : OutboxInsertOutcome.Waiting, position);
    }

    private bool Settle(OutboxSettlement settlement)
    {
        if (!database.Rows.TryGetValue(settlement.Position, out var row) || row.Row.Owner != _epoch) return false;
        foreach (var deadLetter in settlement.DeadLetters) database.DeadLetters[deadLetter.Id] = deadLetter;
        if (settlement.Kind == OutboxSettlementKind.Remove)
        {
            database.Rows.Remove(settlement.Position);
            if (settlement.LeavesMark) database.Inbox[(settlement.Id, "")] = database.Now;
            return true;
        }

        row.Row = row.Row with { Route = settlement.Route, Targets = settlement.Targets.ToArray(), OrderKey = settlement.LeavesOrder ? null : row.Row.OrderKey };
        if (settlement.Kind == OutboxSettlementKind.Release)
        {
            row.Row = row.Row with { Owner = null, Due = settlement.Due ?? row.Row.Due };
            row.IsStarted = false;
        }

        return true;
    }
}
