using EventGen.Package.Tests.Packing;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Consuming;

/// <summary>Projects that know nothing but the packages.</summary>
internal static class Consumer
{
    /// <summary>Copies a project of the folder <c>Consumers</c> to where nothing of the repository is, with the sources to restore from.</summary>
    /// <returns>The folder with the packages.</returns>
    public static async Task<string> CopyAsync(PackedPackages packed, string consumer, TemporaryFolder folder)
    {
        string source = await packed.FolderAsync();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "EventGen.Package.Tests", "Consumers", consumer)))
            File.Copy(file, folder.Combine(Path.GetFileName(file)));
        await File.WriteAllTextAsync(folder.Combine("nuget.config"), Sources(source), TestContext.Current.CancellationToken);
        return source;
    }

    // Ours from the folder and from nowhere else, all other packages from where everybody gets them.
    private static string Sources(string folder) =>
        $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="packed" value="{folder}" />
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
}
