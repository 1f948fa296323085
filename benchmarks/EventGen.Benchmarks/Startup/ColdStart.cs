using System.Diagnostics;
using System.Globalization;

namespace EventGen.Benchmarks.Startup;

/// <summary>The first bus of a process, timed in a process of its own.</summary>
internal static class ColdStart
{
    public const string Switch = "--thousand-topics";

    /// <summary>Makes and starts a bus of a thousand topics, and writes how many nanoseconds it took.</summary>
    public static async Task<int> RunAsync()
    {
        long start = Stopwatch.GetTimestamp();
        await using var bus = EventBus.Create(static bus => bus.AddModule(ThousandEvents.Instance));
        await bus.StartAsync();
        Console.WriteLine(Stopwatch.GetElapsedTime(start).TotalNanoseconds.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>Runs this program once more to do so.</summary>
    /// <returns>Nanoseconds.</returns>
    public static async Task<double> MeasureAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (string part in (string[])["exec", typeof(ColdStart).Assembly.Location, Switch]) start.ArgumentList.Add(part);
        using var process = Process.Start(start)!;
        string nanoseconds = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.Parse(nanoseconds, CultureInfo.InvariantCulture);
    }
}
