using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using EventGen.Transports.Benchmarks;

// Measures what an event over a broker costs, by EventGen and by another way in turn, and says which promises are missed: then, or if nothing has such a name, the
// exit code is 1. Arguments: part of the names of the comparisons to make, nothing for all; the number of rounds; how many events to send in each, instead of as many as each job says;
// 'ours' or 'other' to do one side alone, without warming, for a profiler or a tracer.
if (args is [var argument] && argument == KafkaBrokers.Argument)
{
    KafkaBrokers.Serve();
    return 0;
}

// A round after which the runtime has compiled no more methods than these may be followed by one that counts: what compiles, in the background, is in nobody's cost.
const int Settled = 10;

TimeSpan warming = TimeSpan.FromSeconds(3), longest = TimeSpan.FromSeconds(60);
string named = args.ElementAtOrDefault(0) ?? "";
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
int? events = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : null;
string? side = args.ElementAtOrDefault(3);
bool missed = false;
await using var all = new Comparisons();
Comparison[] comparisons = [.. all.All().Where(comparison => comparison.Name.Contains(named, StringComparison.OrdinalIgnoreCase))];
if (comparisons.Length == 0)
{
    Console.Error.WriteLine($"No comparison has '{named}' in its name.");
    return 1;
}

Console.WriteLine($"{$"medians of {rounds} rounds",-80} {"EventGen",12} {"other",12} {"ratio",7} {"limit",7}         {"CPU of an event",24} {"ratio",7} {"bytes",13} {"turns in the pool",17}");
foreach (var comparison in comparisons)
{
    var (ours, others, ratios) = (new List<Cost>(), new List<Cost>(), new List<Cost>());

    // Until the runtime has compiled what is called often for the last time, which takes several times as long where the machine does something else.
    long start = Stopwatch.GetTimestamp();
    for (bool isCompiled = side is not null; !isCompiled && Stopwatch.GetElapsedTime(start) < longest;)
    {
        long compiled = JitInfo.GetCompiledMethodCount();
        await RoundAsync(comparison);
        isCompiled = Stopwatch.GetElapsedTime(start) >= warming && JitInfo.GetCompiledMethodCount() - compiled <= Settled;
    }

    while (ours.Count < rounds)
    {
        var (mine, theirs) = await RoundAsync(comparison);
        ours.Add(mine);
        others.Add(theirs);
        ratios.Add(mine / theirs);
    }

    Cost our = Cost.Median(ours), other = Cost.Median(others), ratio = Cost.Median(ratios);
    missed |= ratio.Time > comparison.Limit;
    string verdict = comparison.Limit is not { } limit ? "" : ratio.Time <= limit ? "kept" : "MISSED";
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{comparison.Name,-80} {1e6 / our.Time,8:N0} /s {1e6 / other.Time,8:N0} /s {ratio.Time,7:F2} {comparison.Limit,7:F2}  {verdict,-6} {our.Cpu,8:F1} us / {other.Cpu,8:F1} us {ratio.Cpu,7:F2} {our.Bytes,6:N0} /{other.Bytes,6:N0} {our.Turns,9:F2} /{other.Turns,6:F2}"));
}

return missed ? 1 : 0;

// Neighbours in time, so that what else the machine does meets both.
async Task<(Cost Mine, Cost Theirs)> RoundAsync(Comparison comparison) =>
    (side == "other" ? default : await MeasureAsync(comparison.Ours, comparison.Job, events), side == "ours" ? default : await MeasureAsync(comparison.Other, comparison.Job, events));

static async Task<Cost> MeasureAsync(Func<Task<EventGen.Transports.Benchmarks.Routes.Route>> create, Job job, int? events)
{
    await using var route = await create();
    await route.PrepareAsync();
    return await job.RunAsync(route, events ?? job.Times);
}
