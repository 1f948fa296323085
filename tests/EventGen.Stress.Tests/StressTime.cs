using System.Diagnostics;
using System.Globalization;

namespace EventGen.Stress.Tests;

/// <summary>How long the repeated scenarios run, and from which seed.</summary>
/// <remarks>
/// <c>EVENTGEN_STRESS_SECONDS</c> is what all of them take together, about; <c>EVENTGEN_STRESS_SEED</c> repeats the one
/// round whose failure named it.
/// </remarks>
internal static class StressTime
{
    private const double DefaultSeconds = 10;

    /// <summary>The length of a thorough run, as in continuous integration.</summary>
    private const double ThoroughSeconds = 30;

    private static readonly double s_seconds = Read("EVENTGEN_STRESS_SECONDS") ?? DefaultSeconds;
    private static readonly double? s_seed = Read("EVENTGEN_STRESS_SEED");

    /// <summary>True when there is time for what takes many events.</summary>
    public static bool IsThorough => s_seconds >= ThoroughSeconds;

    /// <summary>Runs a scenario again and again, each time from another seed, until its share of the time is used; at least once.</summary>
    /// <param name="share">Its part of the whole, 0 to 1.</param>
    /// <param name="round">One round. What it throws fails the test, with the seed.</param>
    public static async Task RepeatAsync(double share, Func<int, Task> round)
    {
        long start = Stopwatch.GetTimestamp();
        var limit = TimeSpan.FromSeconds(share * s_seconds);
        do
        {
            int seed = (int?)s_seed ?? Random.Shared.Next();
            try
            {
                await round(seed);
            }
            catch (Exception exception)
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"EVENTGEN_STRESS_SEED={seed}: {exception.Message}\n{exception}"));
            }
        }
        while (s_seed is null && Stopwatch.GetElapsedTime(start) < limit);
    }

    private static double? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
