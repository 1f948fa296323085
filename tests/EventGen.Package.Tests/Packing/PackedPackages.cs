using System.Globalization;
using EventGen.Package.Tests.Packing;
using EventGen.TestKit;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace EventGen.Package.Tests.Packing;

/// <summary>The packages, made once, on first use, from a copy of the sources outside of the repository.</summary>
public sealed class PackedPackages : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task> _packed;
    private readonly Lazy<Task> _tool;

    // One that no other package ever had: whoever has used packages of their own has those of another version among the ones of their machine.
    private readonly string _version = string.Create(CultureInfo.InvariantCulture, $"0.1.{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}");

    public PackedPackages() => (_packed, _tool) = (new Lazy<Task>(PackAsync), new Lazy<Task>(InstallToolAsync));

    /// <summary>A folder with the packages, as a source to restore from.</summary>
    public async Task<string> FolderAsync()
    {
        await _packed.Value;
        return Packages;
    }

    /// <summary>The sources they were made from, which can be referenced and built.</summary>
    public async Task<string> SourcesAsync()
    {
        await _packed.Value;
        return Sources;
    }

    /// <summary>Has the projects in a folder restore these packages.</summary>
    public async Task WriteSourcesAsync(string folder) =>
        await File.WriteAllTextAsync(
            Path.Combine(folder, "nuget.config"), PackageSources.Configuration(await FolderAsync()), TestContext.Current.CancellationToken);

    /// <summary>The environment in which projects restore these packages.</summary>
    public IReadOnlyDictionary<string, string?> Environment => PackageSources.Environment(_folder.Path);

    /// <summary>The commit they were made from.</summary>
    public async Task<string> CommitAsync()
    {
        await _packed.Value;
        return await SourceTree.CommitAsync(Sources);
    }

    internal async Task<NuGetPackage> OpenAsync(string id) => NuGetPackage.Find(await FolderAsync(), id);

    /// <summary>Runs the command <c>eventgen</c>, installed from the folder of the packages on first use.</summary>
    internal async Task<ProgramRun> RunToolAsync(params string[] arguments)
    {
        await _tool.Value;
        return await ProgramRun.OfAsync(_folder.Combine("tools", "eventgen"), arguments, _folder.Path, cancellationToken: TestContext.Current.CancellationToken);
    }

    private async Task InstallToolAsync()
    {
        string place = _folder.Combine("install");
        Directory.CreateDirectory(place);
        await WriteSourcesAsync(place);
        string version = (await OpenAsync("EventGen.Cli")).Version;
        (await ProgramRun.OfAsync(
            ProgramRun.DotNet, ["tool", "install", "EventGen.Cli", "--version", version, "--tool-path", _folder.Combine("tools")], place, Environment, TestContext.Current.CancellationToken)).Succeeded();
    }

    /// <summary>Packs the same commit once more, in another place.</summary>
    /// <param name="ids">The packages to make.</param>
    internal async Task<string> PackAgainAsync(IEnumerable<string> ids)
    {
        await _packed.Value;
        string clone = _folder.Combine("another", "place"), packages = _folder.Combine("again");
        await SourceTree.CloneAsync(Sources, clone);
        foreach (string id in ids) await PackAsync(clone, Path.Combine("src", id), packages, "-p:EnablePackageValidation=false");   // the first has been validated, which makes nothing of what is packed
        return packages;
    }

    public void Dispose() => _folder.Dispose();

    private string Sources => _folder.Combine("sources");

    private string Packages => _folder.Combine("packages");

    private async Task PackAsync()
    {
        await SourceTree.CreateAsync(Sources);
        await PackAsync(Sources, SourceTree.Solution, Packages);
    }

    // The build of the repository has analysed the same sources for the same frameworks, and analyzers make nothing of what is packed.
    private Task PackAsync(string sources, string project, string packages, params string[] properties) =>
        DotNet.BuildAsync(sources, isOfficial: true, ["pack", project, "--output", packages, $"-p:PackageVersion={_version}", "-p:RunAnalyzers=false", .. properties]);
}
