using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.Outbox.Benchmarks;

/// <summary>Claims from a store in which many rows wait.</summary>
internal abstract class Claims
{
    /// <summary>How many rows are claimed: the rest may be blocked.</summary>
    protected const int Claimable = 500;

    private const int Limit = 25;

    public abstract string Store { get; }

    /// <summary>Fills a new database.</summary>
    /// <returns>The median of the microseconds that a claim takes.</returns>
    public async Task<double> MeasureAsync(int rows, Waiting waiting)
    {
        var store = await CreateAsync();
        await using (store)
        {
            await store.OpenAsync(
                new OutboxStart
                {
                    Application = "benchmark", LeaseDuration = TimeSpan.FromMinutes(10), InboxRetention = TimeSpan.FromDays(7), TablePrefix = "eventgen_", CreateTables = true,
                    TimeProvider = TimeProvider.System, Logger = NullLogger.Instance, Wake = static () => { },
                },
                CancellationToken.None);
            int route = (await store.SyncRoutesAsync([new OutboxRouteKey("benchmark.ordered", 1, ["counter"])], CancellationToken.None))[0].Id;
            await FillAsync(rows, route, waiting == Waiting.Blocked);
            var times = new List<double>();
            for (int claimed = 0; claimed < Claimable; claimed += Limit)
            {
                long start = Stopwatch.GetTimestamp();
                var claim = await store.ClaimAsync(new OutboxClaimRequest([route], Limit), CancellationToken.None);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                if (claim.Rows.Count != Limit) throw new InvalidOperationException($"A claim of {Limit} rows found {claim.Rows.Count}.");
            }

            return Load.Median(times);
        }
    }

    /// <summary>A store on a new database.</summary>
    protected abstract Task<IOutboxStore> CreateAsync();

    /// <summary>Writes rows straight into the tables of the store that was created last.</summary>
    protected abstract Task FillAsync(int rows, int route, bool isBlocked);
}
