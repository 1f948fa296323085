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
    public static ProcessStartInfo Program(params string[] arguments)
    {
        var program = new ProcessStartInfo(Environment.ProcessPath!, [typeof(QueueSetting).Assembly.Location, .. arguments]);

        // Code is optimised at once, not when nothing new has been compiled for a while: on a busy core that takes longer than the measurement.
        program.Environment["DOTNET_TC_CallCountingDelayMs"] = "0";
        return program;
    }

    // From the start, since the runtime counts the processors once.
    private static ProcessStartInfo OnOneCore(string[] arguments)
    {
        var program = Program(arguments);
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("One core is measured on Linux, with taskset.");
        foreach (string argument in (string[])["0", "--cpu-list"]) program.ArgumentList.Insert(0, argument);
        program.ArgumentList.Insert(2, program.FileName);
        program.FileName = "taskset";
        return program;
    }
}
