using System.Globalization;
using Microsoft.Coyote;
using Microsoft.Coyote.Logging;
using Microsoft.Coyote.SystematicTesting;

namespace EventGen.Interleavings.Tests;

/// <summary>
/// Runs a scenario again and again, each time with another interleaving of its tasks, chosen at every lock, interlocked step and volatile access
/// (https://microsoft.github.io/coyote). So it finds what a machine with few cores seldom shows: a wake-up that is lost between two instructions.
/// </summary>
/// <remarks>Interleavings are those of a machine that reorders nothing. What fences are for is written where they stand.</remarks>
internal static class Interleavings
{
    // A scenario takes some hundreds. After so many the tasks change at random, so that one that looks again and again keeps no other from going on.
    private const uint PrioritizedSteps = 2_000;

    private const uint MostSteps = 200_000;

    // Without a step in so much real time a scenario stands still for ever. A busy machine stops a thread for seconds.
    private const uint DeadlockMilliseconds = 30_000;

    // 3 for a second of EVENTGEN_STRESS_SECONDS, of which there are 10 where nobody says otherwise.
    private static readonly uint s_schedules = 3 * (Read("EVENTGEN_STRESS_SECONDS") ?? 10);

    private static readonly uint? s_seed = Read("EVENTGEN_STRESS_SEED");

    /// <summary>Fails when a schedule is found in which the scenario throws, or in which nothing can go on.</summary>
    public static void Explore(Action scenario)
    {
        if (FindFailure(scenario) is { } failure) Assert.Fail(failure);
    }

    /// <summary>What the first schedule found that fails, or null.</summary>
    public static string? FindFailure(Action scenario)
    {
        uint seed = s_seed ?? (uint)Random.Shared.Next();

        // Of the strategies it takes turns with, some change tasks at random, and some let one stand still for long.
        var configuration = Configuration.Create()
            .WithTestingIterations(s_schedules)
            .WithRandomGeneratorSeed(seed)
            .WithMemoryAccessRaceCheckingEnabled()
            .WithMaxSchedulingSteps(PrioritizedSteps, MostSteps)
            .WithFailureOnMaxStepsBoundEnabled()
            .WithDeadlockTimeout(DeadlockMilliseconds)
            .WithTelemetryEnabled(false);
        using var engine = TestingEngine.Create(configuration, scenario);
        engine.SetLogger(new MemoryLogger(VerbosityLevel.None));
        engine.Run();
        var report = engine.TestReport;
        Assert.True(engine.IsTestRewritten(), "The tests have to be rewritten by Coyote, or it sees nothing of them.");
        Assert.Empty(report.InternalErrors);
        return report.NumOfFoundBugs == 0 ? null : $"EVENTGEN_STRESS_SEED={seed}: {string.Join('\n', report.BugReports)}\n{engine.ReadableTrace}";
    }

    /// <summary>Waits for the tasks of a scenario. Coyote knows <see cref="Task.WaitAll(Task[])"/> alone, and the compiler would choose another overload.</summary>
    public static void WaitForAll(params Task[] tasks) => Task.WaitAll(tasks);

    /// <summary>Waits for a task that is not completed by the scenario itself: its last step runs on .NET's thread pool, where Coyote sees nothing end.</summary>
    public static void PollFor(Task task)
    {
        for (int polls = 1; !task.IsCompleted; polls++)
        {
            if (polls % 64 == 0) RealTime.Pass();   // a yield is no time at all where nobody else can go on
            Thread.Yield();
        }
    }

    private static uint? Read(string variable) =>
        uint.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out uint value) ? value : null;
}
