using System.Runtime.InteropServices;

namespace EventGen.Benchmarks.Timing;

/// <summary>The CPU time of the current thread, which other processes do not change; elsewhere than on Linux that of the process.</summary>
internal static partial class ThreadCpu
{
    private const int ThreadClock = 3;

    public static TimeSpan Of(Action work)
    {
        var before = Now();
        work();
        return Now() - before;
    }

    public static TimeSpan Now()
    {
        if (!OperatingSystem.IsLinux()) return Environment.CpuUsage.TotalTime;
        Marshal.ThrowExceptionForHR(GetTime(ThreadClock, out var time) == 0 ? 0 : Marshal.GetHRForLastWin32Error());
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
