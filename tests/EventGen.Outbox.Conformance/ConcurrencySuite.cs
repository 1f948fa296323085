using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace EventGen.Outbox.Conformance;

/// <summary>Many processes at once, some of which die.</summary>
public abstract class ConcurrencySuite(StoreBackend backend) : StoreSuite(backend)
{
    private const int Rows = 1_200;

    // Nobody renews here: the lease of a store that lives holds for longer than the test takes on any machine.
    private static readonly TimeSpan s_lease = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, int> _delivered = new();
    private readonly ConcurrentDictionary<string, int> _settledUpTo = new();
    private readonly ConcurrentDictionary<string, long> _holders = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly TaskCompletionSource _emitted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _holdersMayDie;

    [Fact]
    public async Task WhileNobodyDies_EachRowIsDeliveredOnce_AndEachKeyInOrder()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(lease: s_lease)));
        var routes = await Task.WhenAll(stores.Select(static store => store.RouteAsync()));
        var emitting = Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => EmitAsync(stores[i], i, Rows / 4))));
        var delivering = Task.WhenAll(stores.Select(store => Task.Run(() => DeliverAsync(store, TimeSpan.MaxValue))));
        await emitting;
        _emitted.SetResult();
        await delivering;

        Assert.Empty(_faults);
        Assert.Equal(Rows, _delivered.Count);
        Assert.All(_delivered, static row => Assert.Equal(1, row.Value));
        Assert.Equal(0, (await stores[0].StatusAsync()).Pending);
        Assert.Empty(await stores[0].ListAsync());
        Assert.Equal(0, await CountAsync("eventgen_keys"));
    }

    [Fact]
    public async Task WhenInstancesDie_NothingIsLost_AndEachKeyIsSettledInOrder()
    {
        var emitter = await OpenAsync(lease: s_lease);
        await emitter.RouteAsync();
        var emitting = Task.Run(() => EmitAsync(emitter, 0, Rows));
        using var deaths = new SemaphoreSlim(12);
        var living = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (deaths.Wait(0, Cancellation))
            {
                var store = await OpenAsync(lease: s_lease);
                await DeliverAsync(store, TimeSpan.FromMilliseconds(Random.Shared.Next(20, 250)));
                await KillAsync(store);
                await EndLeaseAsync(store);
            }
        }));
        await Task.WhenAll(living);
        await emitting;
        _emitted.SetResult();
        await DeliverAsync(emitter, TimeSpan.MaxValue);

        Assert.Empty(_faults);
        Assert.Equal(Rows, _delivered.Count);
        Assert.Equal(0, (await emitter.StatusAsync()).Pending);
        Assert.Equal(0, await CountAsync("eventgen_keys"));
        Assert.Equal(1, await CountAsync("eventgen_instances"));
    }

    // Rows of an emitter and key have numbers in the order in which they were emitted.
    private async Task EmitAsync(OpenStore store, int emitter, int count)
    {
        var numbers = new Dictionary<string, int>();
        var random = new Random(emitter);
        await using var connection = await Backend.ConnectAsync();
        for (int sent = 0; sent < count;)
        {
            var rows = new List<OutboxNewRow>();
            int size = Math.Min(random.Next(1, 8), count - sent);
            for (int i = 0; i < size; i++)
            {
                string? key = random.Next(4) == 0 ? null : $"k{random.Next(12)}";
                int number = key is null ? 0 : numbers[key] = numbers.GetValueOrDefault(key) + 1;
                rows.Add(await store.RowAsync(key, OutboxLeaseRequest.None, text: $"{emitter} {number}"));
            }

            sent += size;
            if (random.Next(3) == 0)
            {
                await using var transaction = await connection.BeginTransactionAsync(Cancellation);
                await store.Store.InsertAsync(rows, transaction, Cancellation);
                await transaction.CommitAsync(Cancellation);
            }
            else if (random.Next(2) == 0)
            {
                await store.CommitAsync([.. rows]);
            }
            else
            {
                // Leased here where the order allows, and delivered at once.
                using var turn = await store.TakeTurnAsync();
                var result = await store.CommitAsync([.. rows.Select(static row => row with { Lease = OutboxLeaseRequest.InOrder })]);
                var leased = new List<OutboxRow>();
                foreach (var (row, written) in rows.Zip(result.Inserts))
                {
                    if (written.Outcome != OutboxInsertOutcome.Leased) continue;
                    leased.Add(new OutboxRow
                    {
                        Position = written.Position, Id = row.Id, Route = row.Route, Payload = row.Payload, Timestamp = row.Timestamp, Due = row.Timestamp, OrderKey = row.OrderKey,
                    });
                }

                await HandleAsync(store, leased, ends: false);
            }
        }
    }

    private async Task DeliverAsync(OpenStore store, TimeSpan life)
    {
        long born = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(born) > life)
            {
                // It dies with something in its hands.
                using var lastTurn = await store.TakeTurnAsync();
                var last = await store.ClaimAsync(limit: 5);
                await HandleAsync(store, last.Rows, ends: true);
                return;
            }

            await store.Store.TakeOverAsync(Cancellation);
            OutboxClaim claim;
            using (await store.TakeTurnAsync())
            {
                claim = await store.ClaimAsync(limit: 10);
                await HandleAsync(store, claim.Rows, ends: false);
            }

            if (claim.Rows.Count > 0 || claim.HasMore) continue;
            if (_emitted.Task.IsCompleted && (await store.StatusAsync()).Pending == 0) return;
            await Task.Delay(5, Cancellation);
        }
    }

    private async Task HandleAsync(OpenStore store, IReadOnlyList<OutboxRow> rows, bool ends)
    {
        if (rows.Count == 0) return;
        foreach (string key in rows.Select(static row => row.OrderKey).OfType<string>().Distinct())
        {
            if (_holders.GetOrAdd(key, store.Session.Epoch) != store.Session.Epoch && !ends && !_holdersMayDie) _faults.Enqueue($"{key} is held twice");
        }

        foreach (var row in rows) _delivered.AddOrUpdate(row.Id, 1, static (_, count) => count + 1);
        if (ends)
        {
            _holdersMayDie = true;
            return;
        }

        foreach (var row in rows.Where(static row => row.OrderKey is not null))
        {
            string[] parts = Encoding.UTF8.GetString(row.Payload.Span).Split(' ');
            int number = int.Parse(parts[1], CultureInfo.InvariantCulture);
            int before = _settledUpTo.GetValueOrDefault($"{parts[0]} {row.OrderKey}");
            if (number != before + 1) _faults.Enqueue($"{row.OrderKey} of emitter {parts[0]}: {number} after {before}");
            _settledUpTo[$"{parts[0]} {row.OrderKey}"] = number;
        }

        string[] keys = [.. rows.Select(static row => row.OrderKey).OfType<string>().Distinct()];
        foreach (string key in keys) _holders.TryRemove(key, out _);
        var result = await store.Store.CommitAsync(
            new OutboxBatch { Settlements = [.. rows.Select(static row => OpenStore.Remove(row.Position, row.Id))], ReleasedKeys = keys }, Cancellation);
        if (result.Settlements.Contains(false)) _faults.Enqueue("a lease was lost");
    }
}
