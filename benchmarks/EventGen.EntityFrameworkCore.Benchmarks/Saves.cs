using System.Text.Json;
using EventGen.Benchmarks.Timing;
using Microsoft.EntityFrameworkCore;

namespace EventGen.EntityFrameworkCore.Benchmarks;

/// <summary>Saves of 1,000 entities in one <c>SaveChanges</c> on SQLite, and the CPU time of the thread that makes them.</summary>
internal sealed class Saves(DbContextOptions<BenchmarkDb> plain, DbContextOptions<BenchmarkDb> watched, EventBus bus)
{
    private const int Count = 1_000;

    /// <summary>Adds entities without triggers.</summary>
    public double Untriggered(bool isWatched) => Measure(isWatched, static db => db.Readings.AddRange(Enumerable.Range(0, Count).Select(static number =>
        new Reading { Sensor = "s-7", Value = number, Time = DateTime.UnixEpoch })));

    /// <summary>Changes entities without triggers.</summary>
    public double UntriggeredChanges(bool isWatched) => Measure(isWatched, static db =>
    {
        foreach (var reading in db.Readings.OrderBy(static reading => reading.Id).Take(Count)) reading.Value++;
    });

    /// <summary>Adds entities whose trigger fires an event for each.</summary>
    public double Triggered() => Measure(isWatched: true, AddOrders);

    /// <summary>Adds the same entities, and by hand a row of an outbox for each.</summary>
    public double WithRowsByHand() => Measure(isWatched: false, static db =>
    {
        AddOrders(db);
        foreach (var order in db.Orders.Local)
        {
            db.Rows.Add(new OutboxRow
            {
                Id = Guid.CreateVersion7(),
                Event = "order.paid",
                Payload = JsonSerializer.SerializeToUtf8Bytes(new OrderPaid(order.Id, order.Customer, order.Total), BenchmarkJson.Default.OrderPaid),
                Time = DateTime.UtcNow,
            });
        }
    });

    /// <summary>Adds the same entities, and nothing else.</summary>
    public double WithoutEvents() => Measure(isWatched: false, AddOrders);

    private static void AddOrders(BenchmarkDb db) => db.Orders.AddRange(Enumerable.Range(0, Count).Select(static number => new Order { Customer = "c-7", Total = number, IsPaid = true }));

    // Microseconds. What is prepared is not counted, nor what the relay does afterwards.
    private double Measure(bool isWatched, Action<BenchmarkDb> prepare)
    {
        using var db = new BenchmarkDb(isWatched ? watched : plain);
        prepare(db);
        GC.Collect();
        double time = ThreadCpu.Of(() => db.SaveChanges()).TotalMicroseconds;
        while (bus.Outbox.GetStatusAsync().AsTask().GetAwaiter().GetResult().Pending > 0) Thread.Sleep(1);
        return time;
    }
}
