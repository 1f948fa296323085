using System.Diagnostics;

namespace EventGen.ColdStart.Benchmarks;

/// <summary>Starts each program in turn, and compares the medians.</summary>
internal static class Comparison
{
    private const int Rounds = 9;

    private static readonly string[] s_programs = ["empty", "channel", "mediator", "eventgen", "thousand"];

    /// <returns>The process's exit code: 1 when a limit is missed.</returns>
    public static async Task<int> RunAsync()
    {
        foreach (string program in s_programs) await MeasureAsync(program);   // so that all files are in memory
        var times = s_programs.ToDictionary(static program => program, static _ => new List<double>());
        var footprints = s_programs.ToDictionary(static program => program, static _ => new List<Footprint>());
        for (int i = 0; i < Rounds; i++)
        {
            foreach (string program in s_programs)
            {
                var (milliseconds, footprint) = await MeasureAsync(program);
                times[program].Add(milliseconds);
                footprints[program].Add(footprint);
            }
        }

        Console.WriteLine($"{"a whole process, medians of " + Rounds + " in turn",-48} {"time",8} {"methods",8} {"memory",10}");
        foreach (string program in s_programs)
            Console.WriteLine(FormattableString.Invariant($"{program,-48} {Median(times[program]),5:F0} ms {Median(footprints[program].Select(static one => (double)one.Methods)),8:F0} {Median(footprints[program].Select(static one => one.Mebibytes)),6:F1} MiB"));

        bool kept = Tell("eventgen", "channel", 1.35) & Tell("eventgen", "mediator", 1) & Tell("thousand", "eventgen", 1.5);
        return kept ? 0 : 1;

        bool Tell(string subject, string baseline, double limit)
        {
            double ratio = Median(times[subject].Zip(times[baseline], static (one, other) => one / other));
            Console.WriteLine(FormattableString.Invariant($"{subject + " / " + baseline,-48} {ratio,8:F2} {limit,8:F2}  {(ratio <= limit ? "kept" : "MISSED")}"));
            return ratio <= limit;
        }
    }

    private static async Task<(double Milliseconds, Footprint Footprint)> MeasureAsync(string program)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (string part in (string[])["exec", typeof(Comparison).Assembly.Location, program]) start.ArgumentList.Add(part);
        long started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        string written = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, Footprint.Read(written));
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
