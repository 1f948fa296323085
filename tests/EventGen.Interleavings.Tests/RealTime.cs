using Microsoft.Coyote.Rewriting;

namespace EventGen.Interleavings.Tests;

/// <summary>Waits that Coyote does not see.</summary>
[SkipRewriting("It waits for what Coyote does not schedule.")]
internal static class RealTime
{
    /// <summary>Lets .NET's thread pool get on.</summary>
    public static void Pass() => Thread.Sleep(1);
}
