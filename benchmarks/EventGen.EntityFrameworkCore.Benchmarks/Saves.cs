using System.Text.Json;
using EventGen.Benchmarks.Timing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

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

    /// <summary>Adds the same entities, and by hand a row of an outbox for each. Making the rows is not counted: where EventGen makes them, it is.</summary>
    public double WithRowsByHand() => Measure(isWatched: false, static db =>
    {
        AddOrders(db);
        foreach (var order in db.Orders.Local.ToArray())
        {
            db.Rows.Add(new OutboxRow
            {
                Id = Guid.CreateVersion7(),
                Event = "order.paid",
                Payload = Payload(order),
                Time = DateTime.UtcNow,
            });
        }
    });

    /// <summary>Adds the same entities, and inserts the rows past Entity Framework, with one prepared command: the least that a row by hand can cost.</summary>
    public double WithPreparedCommand() => Measure(isWatched: false, AddOrders, static db =>
    {
        using var transaction = db.Database.BeginTransaction();
        db.SaveChanges();
        using var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction)transaction.GetDbTransaction();
        command.CommandText = "INSERT INTO Rows (Id, Event, Payload, Time) VALUES ($id, 'order.paid', $payload, $time)";
        var id = command.Parameters.Add("$id", SqliteType.Text);
        var payload = command.Parameters.Add("$payload", SqliteType.Blob);
        var time = command.Parameters.Add("$time", SqliteType.Text);
        command.Prepare();
        foreach (var order in db.Orders.Local)
        {
            id.Value = Guid.CreateVersion7();
            payload.Value = Payload(order);
            time.Value = DateTime.UtcNow;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    });

    /// <summary>Adds the same entities, and nothing else.</summary>
    public double WithoutEvents() => Measure(isWatched: false, AddOrders);

    private static byte[] Payload(Order order) => JsonSerializer.SerializeToUtf8Bytes(new OrderPaid(order.Id, order.Customer, order.Total), BenchmarkJson.Default.OrderPaid);

    private static void AddOrders(BenchmarkDb db) => db.Orders.AddRange(Enumerable.Range(0, Count).Select(static number => new Order { Customer = "c-7", Total = number, IsPaid = true }));

    // Microseconds. What is prepared is not counted, nor what the relay does afterwards.
    private double Measure(bool isWatched, Action<BenchmarkDb> prepare) => Measure(isWatched, prepare, static db => db.SaveChanges());

    private double Measure(bool isWatched, Action<BenchmarkDb> prepare, Action<BenchmarkDb> save)
    {
        using var db = new BenchmarkDb(isWatched ? watched : plain);
        prepare(db);
        GC.Collect();
        double time = ThreadCpu.Of(() => save(db)).TotalMicroseconds;
        while (bus.Outbox.GetStatusAsync().AsTask().GetAwaiter().GetResult().Pending > 0) Thread.Sleep(1);
        return time;
    }
}
