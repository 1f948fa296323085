using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.Outbox.Conformance;

/// <summary>An open store with what the relay would do to it, said shortly.</summary>
public sealed class OpenStore(IOutboxStore store)
{
    private readonly Dictionary<OutboxRouteKey, int> _routes = [];
    private readonly SemaphoreSlim _turn = new(1);
    private int _wakes;

    public IOutboxStore Store => store;

    public OutboxSession Session { get; private set; } = null!;

    /// <summary>How often the store has said that others may have written something.</summary>
    public int Wakes => Volatile.Read(ref _wakes);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<OpenStore> OpenAsync(
        string application = "shop", string? instance = null, string prefix = "eventgen_", bool createTables = true, TimeSpan? lease = null, TimeSpan? retention = null,
        TimeSpan crashDelay = default)
    {
        Session = await store.OpenAsync(
            new OutboxStart
            {
                Application = application,
                Instance = instance,
                LeaseDuration = lease ?? TimeSpan.FromSeconds(30),
                CrashDelay = crashDelay,
                InboxRetention = retention ?? TimeSpan.FromDays(7),
                TablePrefix = prefix,
                CreateTables = createTables,
                TimeProvider = TimeProvider.System,
                Logger = NullLogger.Instance,
                Wake = () => Interlocked.Increment(ref _wakes),
            },
            Cancellation);
        return this;
    }

    /// <summary>Waits until nobody else delivers what this store has leased; the end of the turn is its disposal. A relay keeps the order of its keys in another way.</summary>
    public async Task<IDisposable> TakeTurnAsync()
    {
        await _turn.WaitAsync(Cancellation);
        return new Turn(_turn);
    }

    /// <summary>The id of a route, added if it is missing.</summary>
    public async Task<int> RouteAsync(string eventId = "order.placed", params string[] targets)
    {
        var key = new OutboxRouteKey(eventId, 1, targets.Length == 0 ? ["mail"] : targets);
        if (_routes.TryGetValue(key, out int known)) return known;
        var all = await store.SyncRoutesAsync([key], Cancellation);
        return _routes[key] = all.Single(route => route.Key.Equals(key)).Id;
    }

    /// <summary>A row of the usual route.</summary>
    public async Task<OutboxNewRow> RowAsync(
        string? key = null, OutboxLeaseRequest lease = OutboxLeaseRequest.InOrder, DateTimeOffset? due = null, OutboxInsertMode mode = OutboxInsertMode.New, Guid? id = null, string text = "{}", int? route = null) => new()
    {
        Id = id ?? Guid.CreateVersion7(),
        Route = route ?? await RouteAsync(),
        Payload = Encoding.UTF8.GetBytes(text),
        Timestamp = DateTimeOffset.UtcNow,
        Key = key,
        OrderKey = key,
        Due = due,
        Mode = mode,
        Lease = lease,
    };

    public async Task<OutboxBatchResult> CommitAsync(params OutboxNewRow[] rows) => await store.CommitAsync(new OutboxBatch { Inserts = rows }, Cancellation);

    /// <summary>Writes one row.</summary>
    public async Task<(OutboxNewRow Row, OutboxInsertResult Result)> InsertAsync(
        string? key = null, OutboxLeaseRequest lease = OutboxLeaseRequest.InOrder, DateTimeOffset? due = null, OutboxInsertMode mode = OutboxInsertMode.New, Guid? id = null)
    {
        var row = await RowAsync(key, lease, due, mode, id);
        var result = await CommitAsync(row);
        return (row, Assert.Single(result.Inserts));
    }

    public async Task<OutboxClaim> ClaimAsync(int limit = 100, params int[] routes) =>
        await store.ClaimAsync(new OutboxClaimRequest(routes.Length > 0 ? routes : [await RouteAsync()], limit), Cancellation);

    /// <summary>Claims again and again until nothing more is there.</summary>
    public async Task<List<OutboxRow>> ClaimAllAsync(int limit = 100, params int[] routes)
    {
        var rows = new List<OutboxRow>();
        while (true)
        {
            var claim = await ClaimAsync(limit, routes);
            rows.AddRange(claim.Rows);
            if (!claim.HasMore) return rows;
        }
    }

    public async Task<IReadOnlyList<bool>> SettleAsync(params OutboxSettlement[] settlements) =>
        (await store.CommitAsync(new OutboxBatch { Settlements = settlements }, Cancellation)).Settlements;

    /// <summary>Removes rows, and frees their keys in the same transaction.</summary>
    public async Task RemoveAsync(params OutboxRow[] rows)
    {
        var result = await store.CommitAsync(
            new OutboxBatch { Settlements = [.. rows.Select(static row => Remove(row.Position, row.Id))], ReleasedKeys = [.. rows.Select(static row => row.OrderKey).OfType<string>().Distinct()] },
            Cancellation);
        Assert.DoesNotContain(false, result.Settlements);
    }

    public async Task ReleaseKeysAsync(params string[] keys) => await store.CommitAsync(new OutboxBatch { ReleasedKeys = keys }, Cancellation);

    public static OutboxSettlement Remove(long position, Guid id) => new() { Position = position, Id = id, Kind = OutboxSettlementKind.Remove };

    public async Task<OutboxStatus> StatusAsync() => await store.GetStatusAsync(Cancellation);

    public async Task<IReadOnlyList<OutboxRow>> ListAsync(OutboxFilter? filter = null) => await store.ListAsync(filter ?? OutboxFilter.All, Cancellation);

    public async Task<OutboxDeadLetter> DeadLetterAsync(Guid emission, string target = "mail", string eventId = "order.placed", Guid? id = null)
    {
        var deadLetter = DeadLetter(emission, target, eventId, id);
        await store.AddDeadLetterAsync(deadLetter, Cancellation);
        return deadLetter;
    }

    public static OutboxDeadLetter DeadLetter(Guid emission, string target = "mail", string eventId = "order.placed", Guid? id = null) => new()
    {
        Id = id ?? Guid.CreateVersion7(),
        Kind = DeadLetterKind.Handler,
        EventId = eventId,
        Target = target,
        EmissionId = emission,
        ExceptionType = "System.InvalidOperationException",
        LastFailure = DateTimeOffset.UnixEpoch.AddSeconds(1_000_000),
        Body = "{\"a\":1}"u8.ToArray(),
    };

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
