using EventGen.Package.Tests.Packing;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Consuming;

/// <summary>Projects that know nothing but the packages.</summary>
internal static class Consumer
{
    /// <summary>Copies a project of the folder <c>Consumers</c> to where nothing of the repository is, with the sources to restore from.</summary>
    public static async Task CopyAsync(PackedPackages packed, string consumer, TemporaryFolder folder)
    {
        await packed.WriteSourcesAsync(folder.Path);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "EventGen.Package.Tests", "Consumers", consumer)))
            File.Copy(file, folder.Combine(Path.GetFileName(file)));
    }
}
