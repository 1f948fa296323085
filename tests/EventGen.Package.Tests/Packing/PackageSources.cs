namespace EventGen.Package.Tests.Packing;

/// <summary>Where a project outside of the repository restores from.</summary>
internal static class PackageSources
{
    /// <summary>The <c>nuget.config</c>: ours from the folder and from nowhere else, all other packages from where everybody gets them.</summary>
    public static string Configuration(string packages) =>
        $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="packed" value="{packages}" />
            <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
          </packageSources>
          <packageSourceMapping>
            <clear />
            <packageSource key="packed">
              <package pattern="EventGen" />
              <package pattern="EventGen.*" />
            </packageSource>
            <packageSource key="nuget.org">
              <package pattern="*" />
            </packageSource>
          </packageSourceMapping>
        </configuration>
        """;

    /// <summary>
    /// The variables that have packages unpacked into a folder, so that ours never get among those of this machine, where the others are found. Likewise the SDK's notes of where a
    /// local tool is: it keeps the first place that it was told for a version, for ever, and that is gone with the tests.
    /// </summary>
    /// <param name="folder">For both.</param>
    public static IReadOnlyDictionary<string, string?> Environment(string folder) => new Dictionary<string, string?>
    {
        ["NUGET_PACKAGES"] = Path.Combine(folder, "unpacked"),
        ["NUGET_FALLBACK_PACKAGES"] = ThisMachines,
        ["DOTNET_CLI_HOME"] = Path.Combine(folder, "home"),
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",

        // A command of the SDK runs for seconds, and has no use of code that is compiled once more where it is hot.
        ["DOTNET_TieredPGO"] = "0",
    };

    private static string ThisMachines =>
        System.Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set
            : Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
