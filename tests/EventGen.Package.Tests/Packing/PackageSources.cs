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

    /// <summary>The variables that have packages unpacked into a folder, so that ours never get among those of this machine, where the others are found.</summary>
    public static IReadOnlyDictionary<string, string?> Environment(string unpacked) => new Dictionary<string, string?>
    {
        ["NUGET_PACKAGES"] = unpacked,
        ["NUGET_FALLBACK_PACKAGES"] = ThisMachines,
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
    };

    private static string ThisMachines =>
        System.Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set
            : Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
