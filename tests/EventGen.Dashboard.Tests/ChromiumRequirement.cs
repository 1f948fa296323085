namespace EventGen.Dashboard.Tests;

/// <summary>Where Chromium is. Without it a test is skipped and says so; where <c>tests/run</c> has installed it, its absence is a failure.</summary>
internal static class ChromiumRequirement
{
    public static string Path()
    {
        const string Chromium = "/usr/bin/chromium";
        if (File.Exists(Chromium)) return Chromium;
        const string Missing = "There is no /usr/bin/chromium. Install Debian's package chromium.";
        Assert.False(Environment.GetEnvironmentVariable("EVENTGEN_REQUIRE_CHROMIUM") == "1", Missing);
        Assert.Skip(Missing);
        return Chromium;
    }
}
