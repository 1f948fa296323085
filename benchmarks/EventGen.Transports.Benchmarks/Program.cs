using System.Globalization;
using EventGen.Transports.Benchmarks;

// Measures what an event over a broker costs, by EventGen and by another way in turn, and says which promises are missed: then, or if nothing has such a name, the
// exit code is 1. Arguments: part of the names of the comparisons to make, nothing for all; the number of rounds.
const int Warming = 2;
string named = args.ElementAtOrDefault(0) ?? "";
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
bool missed = false;
await using var all = new Comparisons();
Comparison[] comparisons = [.. all.All().Where(comparison => comparison.Name.Contains(named, StringComparison.OrdinalIgnoreCase))];
if (comparisons.Length == 0)
{
    Console.Error.WriteLine($"No comparison has '{named}' in its name.");
    return 1;
}

Console.WriteLine($"{$"medians of {rounds} rounds",-80} {"EventGen",12} {"other",12} {"ratio",7} {"limit",7}");
foreach (var comparison in comparisons)
{
    var (ours, others, ratios) = (new List<double>(), new List<double>(), new List<double>());
    for (int round = -Warming; round < rounds; round++)
    {
        // Neighbours in time, so that what else the machine does meets both.
        double mine = await MeasureAsync(comparison.Ours, comparison.Job), theirs = await MeasureAsync(comparison.Other, comparison.Job);
        if (round < 0) continue;
        ours.Add(mine);
        others.Add(theirs);
        ratios.Add(mine / theirs);
    }

    double ratio = Median(ratios);
    missed |= ratio > comparison.Limit;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{comparison.Name,-80} {1e6 / Median(ours),8:N0} /s {1e6 / Median(others),8:N0} /s {ratio,7:F2} {comparison.Limit,7:F2}  {(comparison.Limit is not { } limit ? "" : ratio <= limit ? "kept" : "MISSED")}"));
}

return missed ? 1 : 0;

// Microseconds for each event.
static async Task<double> MeasureAsync(Func<Task<EventGen.Transports.Benchmarks.Routes.Route>> create, Job job)
{
    await using var route = await create();
    await route.PrepareAsync();
    return (await job.RunAsync(route, job.Times)).TotalMicroseconds / job.Times;
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
