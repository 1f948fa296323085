using System.Diagnostics;

namespace EventGen.ColdStart.Benchmarks;

/// <summary>Starts each program in turn, and compares the medians.</summary>
/// <param name="title">How the programs were built.</param>
/// <param name="assembly">The file of this program, built so.</param>
internal sealed class Comparison(string title, string assembly)
{
    /// <summary>In front of the file of this program as an application publishes it, compiled ahead.</summary>
    public const string AheadSwitch = "--ahead";

    private const int Rounds = 9;

    private static readonly string[] s_programs = ["empty", "channel", "mediator", "eventgen", "thousand"];

    private readonly Dictionary<string, List<Footprint>> _footprints = s_programs.ToDictionary(static program => program, static _ => new List<Footprint>());

    // The package brings its assembly compiled for this system, in a folder of its own; that of the sources lies beside the program.
    private static string Reference => Path.GetDirectoryName(typeof(EventBus).Assembly.Location) + Path.DirectorySeparatorChar == AppContext.BaseDirectory ? "EventGen's sources" : "EventGen's package";

    /// <summary>Compares the programs as they are built, and as they are published, where they have been.</summary>
    /// <returns>The process's exit code: 1 when a limit is missed.</returns>
    public static async Task<int> RunAllAsync(string? ahead)
    {
        List<Comparison> comparisons = [new($"as built, {Reference}", typeof(Comparison).Assembly.Location)];
        if (ahead is not null) comparisons.Add(new("published with PublishReadyToRun", ahead));
        bool kept = true;
        foreach (var comparison in comparisons) kept &= await comparison.RunAsync();
        return kept ? 0 : 1;
    }

    private async Task<bool> RunAsync()
    {
        foreach (string program in s_programs) await MeasureAsync(program);   // so that all files are in memory
        for (int i = 0; i < Rounds; i++)
        {
            foreach (string program in s_programs) _footprints[program].Add(await MeasureAsync(program));
        }

        Console.WriteLine($"{"a whole process, " + title,-50} {"time",8} {"CPU",8} {"methods",8} {"memory",10}");
        foreach (string program in s_programs)
            Console.WriteLine(FormattableString.Invariant($"{program,-50} {MedianOf(program, static one => one.Milliseconds),5:F0} ms {MedianOf(program, static one => one.CpuMilliseconds),5:F0} ms {MedianOf(program, static one => one.Methods),8:F0} {MedianOf(program, static one => one.Mebibytes),6:F1} MiB"));

        bool kept = Tell("eventgen", "channel", 1.35) & Tell("eventgen", "mediator", 1) & Tell("thousand", "eventgen", 1.5);
        Console.WriteLine();
        return kept;
    }

    private bool Tell(string subject, string baseline, double limit)
    {
        double time = RatioOf(static one => one.Milliseconds), cpu = RatioOf(static one => one.CpuMilliseconds);
        Console.WriteLine(FormattableString.Invariant($"{subject + " / " + baseline,-50} {time,8:F2} {cpu,8:F2}    limit {limit:F2}  {(time <= limit ? "kept" : "MISSED")}"));
        return time <= limit;

        double RatioOf(Func<Footprint, double> value) => Median(_footprints[subject].Zip(_footprints[baseline], (one, other) => value(one) / value(other)));
    }

    private async Task<Footprint> MeasureAsync(string program)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (string part in (string[])["exec", assembly, program]) start.ArgumentList.Add(part);
        long started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        string written = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return Footprint.Read(written, Stopwatch.GetElapsedTime(started));
    }

    private double MedianOf(string program, Func<Footprint, double> value) => Median(_footprints[program].Select(value));

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
