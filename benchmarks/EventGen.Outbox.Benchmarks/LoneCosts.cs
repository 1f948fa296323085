using System.Diagnostics;
using System.Globalization;

namespace EventGen.Outbox.Benchmarks;

/// <summary>What the calls of one caller cost.</summary>
/// <param name="caller">The caller.</param>
internal sealed class LoneCosts(LoneCaller caller)
{
    private readonly List<double> _times = [];
    private TimeSpan _cpu;
    private TimeSpan _serverCpu;

    /// <summary>Microseconds of a call: median, mean, CPU of this process, CPU of the server's.</summary>
    public double[] Each => [Load.Median(_times), _times.Average(), _cpu.TotalMicroseconds / _times.Count, _serverCpu.TotalMicroseconds / _times.Count];

    /// <summary>Commits one event after the other.</summary>
    public async Task CommitAsync(int events, bool isCounted)
    {
        var (cpu, serverCpu) = (Environment.CpuUsage.TotalTime, ServerCpu());
        for (int i = 0; i < events; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await caller.CommitAsync(new Ordered(i, "c-7", 42.5m));
            if (isCounted) _times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        if (!isCounted) return;
        _cpu += Environment.CpuUsage.TotalTime - cpu;
        _serverCpu += ServerCpu() - serverCpu;
    }

    // The first number is nanoseconds, to the last switch of the process: it waits when this is read.
    private TimeSpan ServerCpu() => caller.Server is { } server
        ? TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText($"/proc/{server}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1_000d)
        : TimeSpan.Zero;
}
