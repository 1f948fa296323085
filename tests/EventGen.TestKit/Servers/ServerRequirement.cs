using Xunit;

namespace EventGen.TestKit;

/// <summary>Decides what happens to a test whose server is not installed.</summary>
internal static class ServerRequirement
{
    private const string Demanded = "EVENTGEN_REQUIRE_SERVERS";

    /// <summary>Skips the test, or fails it where <c>EVENTGEN_REQUIRE_SERVERS=1</c> demands the servers.</summary>
    /// <param name="missing">What the machine lacks; <see langword="null"/> for nothing.</param>
    public static void Check(string? missing)
    {
        if (Environment.GetEnvironmentVariable(Demanded) == "1") Assert.True(missing is null, missing);
        else Assert.SkipWhen(missing is not null, $"{missing}; with {Demanded}=1 this fails");
    }
}
