using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace EventGen.Package.Tests.Pages;

/// <summary>What a command of the SDK has made on one page, which it makes on every page: a new project, and the version of a package.</summary>
internal sealed partial class SdkResults
{
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, byte[]>> _projects = new();
    private readonly ConcurrentDictionary<string, string> _versions = new();

    /// <summary>The version of a package that the SDK has added; <see langword="null"/> where it has not.</summary>
    public string? VersionOf(string package) => _versions.GetValueOrDefault(package);

    /// <summary>Keeps the version of a package that the SDK has written into the project.</summary>
    public async Task KeepVersionAsync(string package, string id, string project)
    {
        string text = await File.ReadAllTextAsync(project, TestContext.Current.CancellationToken);
        _versions[package] = Reference().Matches(text).Single(match => match.Groups["id"].Value == id).Groups["version"].Value;
    }

    /// <summary>Writes the files of a new project, where the same command has made them before.</summary>
    public async Task<bool> TryWriteProjectAsync(string command, string folder)
    {
        if (!_projects.TryGetValue(command, out var files)) return false;
        foreach (var (file, content) in files)
        {
            string path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
        }

        return true;
    }

    /// <summary>Keeps the files of a new project.</summary>
    public void KeepProject(string command, string folder) =>
        _projects[command] = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllBytes);

    [GeneratedRegex("""<PackageReference Include="(?<id>[^"]+)" Version="(?<version>[^"]+)" />""")]
    private static partial Regex Reference();
}
