using System.Globalization;
using System.Runtime;

namespace EventGen.ColdStart.Benchmarks;

/// <summary>What a process has cost by its end: its time, that of the processor, the methods that the JIT compiled, and the most memory that was resident.</summary>
internal readonly record struct Footprint(double Milliseconds, double CpuMilliseconds, int Methods, double Mebibytes)
{
    private const string PeakMemory = "VmHWM:";

    /// <summary>Writes that of this process, for <see cref="Read"/>.</summary>
    public static void Write()
    {
        long methods = JitInfo.GetCompiledMethodCount();
        double cpu = Environment.CpuUsage.TotalTime.TotalMilliseconds;
        Console.WriteLine(methods.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine(cpu.ToString(CultureInfo.InvariantCulture));
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith(PeakMemory, StringComparison.Ordinal)) Console.WriteLine(line[PeakMemory.Length..^"kB".Length].Trim());
        }
    }

    public static Footprint Read(string written, TimeSpan time)
    {
        string[] lines = written.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new Footprint(time.TotalMilliseconds, Number(lines[1]), int.Parse(lines[0], CultureInfo.InvariantCulture), Number(lines[2]) / 1024);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
