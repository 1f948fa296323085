using System.Data.Common;
using System.Diagnostics;

namespace EventGen.Outbox.Benchmarks;

/// <summary>How long an accepted event waits for its handler, one event at a time.</summary>
internal static class DeliveryLatency
{
    private const int Events = 40;

    /// <summary>From the return of <c>EmitAsync</c> to the handler's start; nothing where the handler was faster.</summary>
    /// <returns>The median, in microseconds.</returns>
    public static Task<double> AfterEmitAsync(EventGenRoute route) => MedianAsync(route, async ordered =>
    {
        await route.EmitAsync(ordered);
        return Stopwatch.GetTimestamp();
    });

    /// <summary>From the commit of a transaction of the caller's, on a connection that the outbox does not know, to the handler's start.</summary>
    /// <inheritdoc cref="AfterEmitAsync"/>
    public static async Task<double> AfterCommitAsync(EventGenRoute route, DbConnection connection)
    {
        await using (connection)
        {
            await connection.OpenAsync();
            return await MedianAsync(route, async ordered =>
            {
                await using var transaction = await connection.BeginTransactionAsync();
                await route.EmitAsync(ordered, transaction);
                await transaction.CommitAsync();
                return Stopwatch.GetTimestamp();
            });
        }
    }

    private static async Task<double> MedianAsync(EventGenRoute route, Func<Ordered, Task<long>> emit)
    {
        await using (route)
        {
            await route.StartAsync();
            var times = new List<double>();
            for (int i = -Events / 4; i < Events; i++)
            {
                var next = OrderedCounter.NextAsync();
                long accepted = await emit(new Ordered(Math.Abs(i), "c-7", 42.5m));
                long began = await next;
                if (i >= 0) times.Add(began <= accepted ? 0 : Stopwatch.GetElapsedTime(accepted, began).TotalMicroseconds);
                await route.SettledAsync();
            }

            return Load.Median(times);
        }
    }
}
