using System.Globalization;
using EventGen;
using EventGen.EntityFrameworkCore.Benchmarks;
using Microsoft.EntityFrameworkCore;

// Measures what EventGen adds to SaveChanges, in turns with the same save without it, and says which promises are missed: then the exit code is 1.
const int Warming = 15, Rounds = 120;
string folder = Directory.CreateTempSubdirectory("entity-benchmarks-").FullName;
string connectionString = $"Data Source={Path.Combine(folder, "shop.db")}";
bool missed = false;
try
{
    var plain = new DbContextOptionsBuilder<BenchmarkDb>().UseSqlite(connectionString).Options;
    await using (var db = new BenchmarkDb(plain)) await db.Database.EnsureCreatedAsync();
    await using var bus = EventBus.Create(builder => builder.AddModule(EventGenEntityFrameworkCoreBenchmarksEventModule.Instance).AddSqliteOutbox(connectionString, static options => options.Application = "benchmark"));
    await bus.StartAsync();
    var saves = new Saves(plain, new DbContextOptionsBuilder<BenchmarkDb>().UseSqlite(connectionString).UseEventGen(bus).Options, bus);
    Comparison[] comparisons =
    [
        new("1,000 untriggered added / without EventGen", 1.03, () => saves.Untriggered(isWatched: true), () => saves.Untriggered(isWatched: false)),
        new("1,000 untriggered changed / without EventGen", 1.03, () => saves.UntriggeredChanges(isWatched: true), () => saves.UntriggeredChanges(isWatched: false)),
        new("1,000 triggered / with 1,000 rows by hand", 1, saves.Triggered, saves.WithRowsByHand),
        new("1,000 triggered / with a prepared command by hand", null, saves.Triggered, saves.WithPreparedCommand),
        new("1,000 triggered / without events", null, saves.Triggered, saves.WithoutEvents),
    ];
    Console.WriteLine($"{"CPU of SaveChanges, medians of " + Rounds + " rounds",-52} {"subject",13} {"baseline",13} {"ratio",7} {"limit",7}");
    foreach (var (name, limit, subject, baseline) in comparisons)
    {
        List<(double Subject, double Baseline)> measured = [];
        for (int round = -Warming; round < Rounds; round++)
        {
            // Each goes first as often as the other.
            bool isSubjectFirst = (round & 1) == 0;
            double first = isSubjectFirst ? subject() : baseline(), second = isSubjectFirst ? baseline() : subject();
            if (round >= 0) measured.Add(isSubjectFirst ? (first, second) : (second, first));
        }

        double ratio = Median(measured.Select(static costs => costs.Subject)) / Median(measured.Select(static costs => costs.Baseline));
        missed |= ratio > limit;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-52} {Median(measured.Select(static costs => costs.Subject)),10:F0} us {Median(measured.Select(static costs => costs.Baseline)),10:F0} us {ratio,7:F3} {limit,7:F2}  {(limit is null ? "" : ratio <= limit ? "kept" : "MISSED")}"));
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

return missed ? 1 : 0;

static double Median(IEnumerable<double> values)
{
    double[] sorted = [.. values.Order()];
    return sorted[sorted.Length / 2];
}
