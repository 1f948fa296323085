using System.Diagnostics;
using System.Globalization;
using EventGen.Benchmarks.Queue;
using EventGen.Benchmarks.Quick;

namespace EventGen.Benchmarks.Results;

/// <summary>Runs the promised ratios several times, each in a process of its own, measures memory and cold starts, and writes what came of it.</summary>
internal static class ResultsRun
{
    public const string Switch = "--results";

    private const int DefaultRuns = 5;

    // No run begins that would end later, at the pace so far. Memory and whole processes take two or three minutes more.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(22);

    /// <param name="arguments">How many runs at most, and a part of the names of the ratios; all in five runs when left out.</param>
    /// <returns>The process's exit code: 1 when nothing was measured.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        int runs = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultRuns;
        string[] named = arguments.Length > 1 ? [arguments[1]] : [];
        var lines = new List<string>();
        int done = 0;
        long started = Stopwatch.GetTimestamp();
        while (done < runs && Stopwatch.GetElapsedTime(started) * (done + 1) <= s_longest * Math.Max(done, 1))
        {
            Console.WriteLine(FormattableString.Invariant($"run {done + 1} of {runs}, after {Stopwatch.GetElapsedTime(started):mm\\:ss}"));
            lines.AddRange(await CaptureAsync(QueueSetting.Program([QuickRun.Switch, .. named])));
            done++;
        }

        var ranges = RatioRange.Read(lines);
        if (ranges.Count == 0)
        {
            Console.Error.WriteLine("No ratio was measured.");
            return 1;
        }

        string folder = FindFolder();
        var memory = await CaptureAsync(QueueSetting.Program(Memory.MemoryTable.Switch));
        var coldStart = await CaptureAsync(new ProcessStartInfo("bash", [Path.Combine(folder, "run"), "--cold-start"]));
        string page = Path.Combine(folder, "RESULTS.md");
        string written = ResultsPage.Write(ranges, done, memory, coldStart) + ResultsPage.LeftOf(File.Exists(page) ? await File.ReadAllTextAsync(page) : "");
        await File.WriteAllTextAsync(page, written);
        await File.WriteAllTextAsync(Path.Combine(folder, "results.svg"), ResultsPicture.Draw(ranges));
        return 0;
    }

    // The nearest folder above the program that has the script.
    private static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "run")) && folder.Name == "benchmarks") return folder.FullName;
        }

        throw new DirectoryNotFoundException("The program is not below the folder 'benchmarks', where the results belong.");
    }

    private static async Task<IReadOnlyList<string>> CaptureAsync(ProcessStartInfo program)
    {
        program.RedirectStandardOutput = true;
        using var process = Process.Start(program)!;
        string written = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return [.. written.Split('\n').Select(static line => line.TrimEnd())];
    }
}
