namespace EventGen.Package.Tests.Pages;

/// <summary>
/// The commands of the SDK on a page, without what the SDK would do once more: each restore and each look for what has changed takes a process of its own seconds of processor time.
/// The last <c>dotnet add package</c> of several restores for all of them, and the first <c>dotnet run</c> of what was pasted restores and builds.
/// </summary>
/// <param name="versionAsync">The version of one of our packages.</param>
internal sealed class SdkCommands(Func<string, Task<string>> versionAsync)
{
    private string? _running;
    private string? _built;

    /// <summary>A project may have changed: the next <c>dotnet run</c> builds it.</summary>
    public void Changed() => (_running, _built) = (null, null);

    /// <summary>The program that was started last has shown something, or has ended: its project is built.</summary>
    public void HasRun() => _built = _running;

    /// <summary>The arguments of <c>dotnet</c> that do what a line of the page is there for.</summary>
    /// <param name="arguments">Those of the page.</param>
    /// <param name="folder">Where they stand.</param>
    public string[] Shortened(string[] arguments, string folder)
    {
        if (arguments is not ["run", .. var rest])
        {
            Changed();
            return arguments is ["new", ..] ? [.. arguments, "--no-restore"] : arguments;
        }

        if (_built == folder) return ["run", "--no-build", .. rest];
        _running = folder;
        return arguments;
    }

    /// <summary>Writes a package into the folder's project as <c>dotnet add package</c> does, when the page names its version or it is ours.</summary>
    /// <param name="line">The words of the line.</param>
    /// <param name="next">Those of the line below, which restores if it adds a package too.</param>
    /// <param name="folder">Where they stand.</param>
    public async Task<bool> TryAddPackageAsync(string[] line, string[] next, string folder)
    {
        if (next is not ["dotnet", "add", "package", ..]) return false;
        (string Id, string Version)? package = line switch
        {
            ["dotnet", "add", "package", var id, "--version", var version] => (id, version),
            ["dotnet", "add", "package", var id] when id.Split('.')[0] == "EventGen" => (id, await versionAsync(id)),
            _ => null,
        };
        if (package is not var (name, number)) return false;

        Changed();
        await ProjectFile.InsertAsync(
            Assert.Single(Directory.GetFiles(folder, "*.csproj")), $"""<ItemGroup><PackageReference Include="{name}" Version="{number}" /></ItemGroup>""");
        return true;
    }
}
