using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace EventGen.Benchmarks.Results;

/// <summary>Writes <c>RESULTS.md</c>: the machine, and every number as it was measured.</summary>
internal static class ResultsPage
{
    /// <summary>Stands before what other runs have measured.</summary>
    private const string Others = "<!-- What follows is of other runs, and left as it is. -->";

    /// <summary>What a run leaves of the page as it was.</summary>
    public static string LeftOf(string page) => page.IndexOf(Others, StringComparison.Ordinal) is var start and >= 0 ? $"\n{page[start..]}" : "";

    /// <param name="ranges">The ratios.</param>
    /// <param name="runs">How many runs they are of.</param>
    /// <param name="memory">The table of what things keep in memory.</param>
    /// <param name="coldStart">What the measurement of whole processes has written.</param>
    public static string Write(IEnumerable<RatioRange> ranges, int runs, IEnumerable<string> memory, IEnumerable<string> coldStart) =>
        $"""
        # Results

        Written by `bash benchmarks/run --results`; a run replaces everything up to what other commands have measured. How to read and repeat it, what was missed and why, and what single measurements showed is in [READING.md](READING.md).

        ![The ratios and their limits](results.svg)

        ## Machine

        | | |
        |---|---|
        | Date | {DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC |
        | Processor | {Fact("/proc/cpuinfo", "model name")} |
        | Cores | {Environment.ProcessorCount} |
        | Load, of the last minute | {Load()} |
        | Memory | {(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30)).ToString("F0", CultureInfo.InvariantCulture)} GiB |
        | System | {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture} |
        | .NET | {Environment.Version} |
        | EventGen | {Version<EventBus>()} |
        | Peers | Mediator {Version<Mediator.IMediator>()}, MediatR {Version<MediatR.IMediator>()}, R3 {Version<R3.ReactiveProperty<int>>()}, System.Reactive {Version<System.Reactive.Unit>()} |

        ## The promised ratios

        What a ratio compares is in its name; lower is better. Each is the median of 15 rounds in which both sides take turns; {(runs == 1 ? "there was one run" : $"of {runs} runs, in a process each, the least and the most")}.
        A load above the number of cores means that others used the machine too: then read the ratios and not the times.

        | ratio | subject, ns | baseline, ns | ratio | limit | |
        |---|---:|---:|---:|---:|---|
        {string.Join('\n', ranges.Select(static one => FormattableString.Invariant($"| {one.Name} | {one.Subject} | {one.Baseline} | {one.Ratio} | {one.Limit:F2} | {one.Verdict} |")))}

        ## What stays in memory

        Live bytes after a full collection, of each of many.

        {string.Join('\n', memory.Where(static line => line.StartsWith('|')))}

        ## A whole process

        Medians of 9, in turn: each process emits one event, queues one and stops, with EventGen's package. `mediator` includes its container and has no queue; `thousand` is a bus of a thousand events more. A ratio is judged by its time;
        that of the processor says more where the load is above the number of cores. [What an application does about it](../src/docs/decisions/cold-start.md).

        ```text
        {string.Join('\n', coldStart.SkipWhile(static line => !line.StartsWith("a whole process", StringComparison.Ordinal))).Trim()}
        ```

        """;

    private static string Version<T>() => typeof(T).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string Fact(string file, string name) =>
        File.Exists(file) && File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line ? line[(line.IndexOf(':') + 1)..].Trim() : "unknown";
}
