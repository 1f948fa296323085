using System.Globalization;
using System.Runtime;

namespace EventGen.ColdStart.Benchmarks;

/// <summary>What a process has cost by its end: the methods that the JIT compiled, and the most memory that was resident.</summary>
internal readonly record struct Footprint(int Methods, double Mebibytes)
{
    private const string PeakMemory = "VmHWM:";

    /// <summary>Writes that of this process, for <see cref="Read"/>.</summary>
    public static void Write()
    {
        long methods = JitInfo.GetCompiledMethodCount();
        Console.WriteLine(methods.ToString(CultureInfo.InvariantCulture));
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith(PeakMemory, StringComparison.Ordinal)) Console.WriteLine(line[PeakMemory.Length..^"kB".Length].Trim());
        }
    }

    public static Footprint Read(string written)
    {
        string[] lines = written.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new Footprint(int.Parse(lines[0], CultureInfo.InvariantCulture), double.Parse(lines[1], CultureInfo.InvariantCulture) / 1024);
    }
}
