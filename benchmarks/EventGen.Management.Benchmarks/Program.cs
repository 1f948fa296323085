using System.Globalization;
using EventGen.Management.Benchmarks;

// Measures what it costs to watch a bus, and says which promises are missed: then the exit code is 1.
if (args is [LiveReader.Switch, var address])
{
    await LiveReader.RunAsync(address);
    return 0;
}

const int Warming = 5, Rounds = 41, Readers = 10;
bool missed = false;
Console.WriteLine($"{"CPU of one event, medians of " + Rounds + " rounds",-60} {"subject",10} {"baseline",10}");
await using (var cost = new ObservedCost())
{
    await cost.StartAsync();
    var (observed, plain, ratio) = await MediansAsync(cost.QueuedAsync);
    Tell("queued, handler of 1 us: measured / not measured", observed, plain, ratio, 1.05, "");
    (observed, plain, _) = await MediansAsync(isObserved => Task.FromResult(cost.Synchronous(isObserved)));
    Tell("synchronous emit: measured - not measured", observed, plain, observed - plain, 5, " ns");
}

List<double> ratios = [], alone = [], watched = [];
long growth = 0;
IReadOnlyList<string> seen = [];
for (int round = 0; round < 3; round++)
{
    var (baseline, _, _) = await (await LiveLoad.StartAsync()).RunAsync(readers: 0, TimeSpan.FromSeconds(4));
    (double subject, growth, seen) = await (await LiveLoad.StartAsync()).RunAsync(Readers, TimeSpan.FromSeconds(4));
    alone.Add(baseline);
    watched.Add(subject);
    ratios.Add(subject / baseline);
}

// Each of the readers may add a tenth.
Tell($"50,000 a second, {Readers} live readers / none: for each reader", Median(watched), Median(alone), 1 + (Median(ratios) - 1) / Readers, 1.1, "");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"live memory after 200,000 events with {Readers} readers: {growth / 1024.0:F0} KiB more; activities and losses that each reader saw: {string.Join(", ", seen)}"));
return missed ? 1 : 0;

void Tell(string name, double subject, double baseline, double result, double limit, string unit)
{
    missed |= result > limit;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-60} {subject,7:F0} ns {baseline,7:F0} ns {result,8:F3}{unit} (limit {limit}{unit}) {(result <= limit ? "kept" : "MISSED")}"));
}

static async Task<(double Subject, double Baseline, double Ratio)> MediansAsync(Func<bool, Task<double>> measure)
{
    List<(double Subject, double Baseline)> measured = [];
    for (int round = -Warming; round < Rounds; round++)
    {
        // Each goes first as often as the other.
        bool isSubjectFirst = (round & 1) == 0;
        double first = await measure(isSubjectFirst), second = await measure(!isSubjectFirst);
        if (round >= 0) measured.Add(isSubjectFirst ? (first, second) : (second, first));
    }

    return (Median(measured.Select(static costs => costs.Subject)), Median(measured.Select(static costs => costs.Baseline)), Median(measured.Select(static costs => costs.Subject / costs.Baseline)));
}

static double Median(IEnumerable<double> values)
{
    double[] sorted = [.. values.Order()];
    return sorted[sorted.Length / 2];
}
