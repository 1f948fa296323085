namespace EventGen.Package.Tests.Pages;

/// <summary>
/// The commands of the SDK on a page, without what the SDK would do once more: each restore and each look for what has changed takes a process of its own seconds of processor time.
/// A new project and a package that it has made and added on one page it would make and add in the same way on the next. The first <c>dotnet run</c> of what was pasted restores and builds.
/// </summary>
/// <param name="versionAsync">The version of one of our packages.</param>
/// <param name="results">What the SDK has made on all pages.</param>
internal sealed class SdkCommands(Func<string, Task<string>> versionAsync, SdkResults results)
{
    private string? _running;
    private string? _built;

    /// <summary>A project may have changed: the next <c>dotnet run</c> builds it.</summary>
    public void Changed() => (_running, _built) = (null, null);

    /// <summary>The program that was started last has shown something: its project is built.</summary>
    public void HasRun() => _built = _running;

    /// <summary>A line of the page has run to its end.</summary>
    /// <param name="line">Its words.</param>
    /// <param name="folder">Where they stand.</param>
    public async Task HasRunAsync(string[] line, string folder)
    {
        HasRun();
        switch (line)
        {
            case ["dotnet", "new", _, "-n", var name]:
                results.KeepProject(string.Join(' ', line), Path.Combine(folder, name));
                break;
            case ["dotnet", "add", "package", var id, ..]:
                await results.KeepVersionAsync(Package(line), id, ProjectIn(folder));
                break;
        }
    }

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

        if (_built == folder)
        {
            return rest is [] or ["--", ..]
                ? ["exec", Path.Combine("bin", "Debug", $"net{Environment.Version.ToString(2)}", $"{Path.GetFileNameWithoutExtension(ProjectIn(folder))}.dll"), .. rest.Skip(1)]
                : ["run", "--no-build", .. rest];
        }

        _running = folder;
        return arguments;
    }

    /// <summary>Does what the SDK would do in a line, where it needs no process of its own: it has done the same on another page, or does so in the line below.</summary>
    /// <param name="line">The words of the line.</param>
    /// <param name="next">Those of the line below, which restores if it adds a package too.</param>
    /// <param name="folder">Where they stand.</param>
    public Task<bool> TryDoAsync(string[] line, string[] next, string folder) => line switch
    {
        ["dotnet", "new", _, "-n", var name] => results.TryWriteProjectAsync(string.Join(' ', line), Path.Combine(folder, name)),
        ["dotnet", "add", "package", ..] => TryAddPackageAsync(line, next, folder),
        _ => Task.FromResult(false),
    };

    // As "dotnet add package" writes it into the project.
    private async Task<bool> TryAddPackageAsync(string[] line, string[] next, string folder)
    {
        string? known = results.VersionOf(Package(line));
        if (known is null && next is not ["dotnet", "add", "package", ..]) return false;
        (string id, string? version) = line switch
        {
            [_, _, _, var named, "--version", var number] => (named, number),
            [_, _, _, var named] => (named, IsOurs(named) ? await versionAsync(named) : known),
            _ => ("", null),
        };
        if (version is null) return false;

        Changed();
        await ProjectFile.InsertAsync(ProjectIn(folder), $"""<ItemGroup><PackageReference Include="{id}" Version="{version}" /></ItemGroup>""");
        return true;
    }

    // Ours are all added in one way.
    private static string Package(string[] line) => IsOurs(line[3]) ? "EventGen" : string.Join(' ', line[3..]);

    private static bool IsOurs(string id) => id.Split('.')[0] == "EventGen";

    private static string ProjectIn(string folder) => Assert.Single(Directory.GetFiles(folder, "*.csproj"));
}
