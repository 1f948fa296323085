using EventGen.TestKit;

namespace EventGen.Package.Tests.Publishing;

/// <summary>What NativeAOT needs from the machine besides the SDK.</summary>
internal static class NativeToolchain
{
    private const string Demanded = "EVENTGEN_REQUIRE_NATIVE";

    /// <summary>Skips the test where something is missing, unless it is demanded that nothing is.</summary>
    public static void Require()
    {
        string? missing = Missing();
        if (Environment.GetEnvironmentVariable(Demanded) == "1") Assert.True(missing is null, missing);
        else Assert.SkipWhen(missing is not null, $"{missing}; with {Demanded}=1 this fails");
    }

    private static string? Missing()
    {
        if (!OperatingSystem.IsLinux()) return null;   // a publish there says by itself what it lacks
        if (!Programs.IsInstalled("clang") && !Programs.IsInstalled("gcc")) return "NativeAOT needs a C toolchain: install clang";
        if (!File.Exists("/usr/include/zlib.h")) return "NativeAOT needs the headers of zlib: install zlib1g-dev";
        return null;
    }
}
