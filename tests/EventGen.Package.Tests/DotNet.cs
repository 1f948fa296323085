using EventGen.TestKit;

namespace EventGen.Package.Tests;

/// <summary>The command line of the SDK.</summary>
internal static class DotNet
{
    private static readonly string[] s_quiet = ["--nologo", "--verbosity", "quiet", "--tl:off", "-nodeReuse:false"];

    /// <summary>Builds, packs or publishes.</summary>
    /// <param name="folder">Where the command runs.</param>
    /// <param name="isOfficial">Whether as on a build server: without this machine's paths in what is built.</param>
    /// <param name="command">The command and its arguments.</param>
    public static Task<ProgramRun> BuildAsync(string folder, bool isOfficial, params string[] command) =>
        BuildAsync(folder, Environment(isOfficial), command);

    /// <inheritdoc cref="BuildAsync(string, bool, string[])"/>
    /// <param name="environment">Variables besides those of the tests.</param>
    public static async Task<ProgramRun> BuildAsync(string folder, IReadOnlyDictionary<string, string?> environment, params string[] command)
    {
        var run = await ProgramRun.OfAsync(ProgramRun.DotNet, [.. command, .. s_quiet], folder, environment, TestContext.Current.CancellationToken);
        return run.Succeeded();
    }

    private static Dictionary<string, string?> Environment(bool isOfficial)
    {
        var environment = new Dictionary<string, string?> { ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["DOTNET_NOLOGO"] = "1", ["DOTNET_TieredPGO"] = "0" };
        if (isOfficial) environment["CI"] = "true";
        return environment;
    }
}
