using System.Diagnostics;
using System.Globalization;
using EventGen.Stress.Tests.Ids;
using EventGen.Stress.Tests.Queueing;

namespace EventGen.Stress.Tests;

/// <summary>Jobs that need a process of their own: this program started once more.</summary>
internal static class SecondProcess
{
    public const string Switch = "--job";

    /// <summary>Starts the job and reads what it wrote.</summary>
    /// <param name="job">What it does.</param>
    /// <param name="argument">Passed to it.</param>
    /// <param name="heapLimit">How many bytes its heap may have; 0 for no limit.</param>
    /// <returns>Its standard output, line by line.</returns>
    public static async Task<string[]> StartAsync(string job, long argument, long heapLimit = 0)
    {
        // The tests may run in another program's process: dotnet is asked to run this assembly.
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string part in (string[])["exec", typeof(SecondProcess).Assembly.Location, Switch, job, argument.ToString(CultureInfo.InvariantCulture)]) start.ArgumentList.Add(part);

        if (heapLimit > 0) start.Environment["DOTNET_GCHeapHardLimit"] = heapLimit.ToString("x", CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"The job '{job}' ended with {process.ExitCode}: {await errors}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Does a job, in the second process.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string job, ReadOnlyMemory<string> arguments)
    {
        long argument = long.Parse(arguments.Span[0], CultureInfo.InvariantCulture);
        switch (job)
        {
            case IdsOfAProcess.Job:
                IdsOfAProcess.Write(argument, Console.Out);
                return 0;
            case WorkingSetOfAQueue.Job:
                await WorkingSetOfAQueue.WriteAsync(argument, Console.Out);
                return 0;
            case QueueWithoutMemory.Job:
                await QueueWithoutMemory.WriteAsync((int)argument, Console.Out);
                return 0;
            default:
                Console.Error.WriteLine($"No job is called '{job}'.");
                return 1;
        }
    }
}
