using System.Globalization;
using EventGen.Outbox.Benchmarks;

// Measures what durable events cost, subject and baseline in turn, and says which promises are missed: then, or if nothing has such a name, the exit code is 1.
// Arguments: part of the names of the comparisons to make; nothing for all.
string named = args.ElementAtOrDefault(0) ?? "";
bool missed = false;
await using var databases = await Databases.StartAsync();
Comparison[] comparisons = [.. new Comparisons(databases).All().Where(comparison => comparison.Name.Contains(named, StringComparison.Ordinal))];
if (comparisons.Length == 0)
{
    Console.Error.WriteLine($"No comparison has '{named}' in its name.");
    return 1;
}

Console.WriteLine($"{"ratio, medians of the rounds",-72} {"subject",13} {"baseline",13} {"ratio",7} {"limit",7}");
foreach (var comparison in comparisons)
{
    var (subjects, baselines) = (new List<double[]>(), new List<double[]>());

    for (int round = -comparison.Warming; round < comparison.Rounds; round++)
    {
        var (subject, baseline) = await comparison.MeasureAsync();
        if (round < 0) continue;
        subjects.Add(subject);
        baselines.Add(baseline);
    }

    for (int cost = 0; cost < comparison.Limits.Count; cost++)
    {
        var (name, limit) = comparison.Limits[cost];
        double ratio = Load.Median(subjects.Select((subject, round) => subject[cost] / baselines[round][cost]));
        string verdict = limit is null ? "" : ratio <= limit ? "kept" : "MISSED";
        missed |= ratio > limit;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{$"{comparison.Name}: {name}",-72} {Of(subjects, cost),10:F1} us {Of(baselines, cost),10:F1} us {ratio,7:F2} {limit,7:F2}  {verdict}"));
    }
}

return missed ? 1 : 0;

static double Of(List<double[]> measured, int cost) => Load.Median(measured.Select(costs => costs[cost]));
