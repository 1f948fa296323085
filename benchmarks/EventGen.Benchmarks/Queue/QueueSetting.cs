using System.Diagnostics;

namespace EventGen.Benchmarks.Queue;

/// <summary>Where a queue is measured: what the cores do besides.</summary>
/// <param name="Name">In the name of each ratio.</param>
internal sealed record QueueSetting(string Name)
{
    /// <summary>Every core belongs to the benchmark.</summary>
    public static readonly QueueSetting Idle = new("idle cores");

    /// <summary>The process has one core, as in a container with one CPU.</summary>
    public static readonly QueueSetting OneCore = new("one core");

    /// <summary>Another process computes on each core.</summary>
    public static readonly QueueSetting Busy = new("busy cores");

    public static readonly QueueSetting[] All = [Idle, OneCore, Busy];

    /// <summary>Runs this program once more, with these arguments, in the setting.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunAsync(params string[] arguments)
    {
        using var load = this == Busy ? Load.Start() : null;
        using var child = Process.Start(this == OneCore ? OnOneCore(arguments) : Program(arguments))!;
        await child.WaitForExitAsync();
        return child.ExitCode;
    }

    /// <summary>Starts this program with some arguments.</summary>
    public static ProcessStartInfo Program(params string[] arguments) => new(Environment.ProcessPath!, [typeof(QueueSetting).Assembly.Location, .. arguments]);

    // From the start, since the runtime counts the processors once.
    private static ProcessStartInfo OnOneCore(string[] arguments)
    {
        var program = Program(arguments);
        return OperatingSystem.IsLinux()
            ? new("taskset", ["--cpu-list", "0", program.FileName, .. program.ArgumentList])
            : throw new PlatformNotSupportedException("One core is measured on Linux, with taskset.");
    }
}
