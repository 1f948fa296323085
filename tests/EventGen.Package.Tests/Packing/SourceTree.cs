using EventGen.TestKit;

namespace EventGen.Package.Tests.Packing;

/// <summary>What the packages are made of, as a git repository of its own, anywhere.</summary>
internal static class SourceTree
{
    public const string RemoteUrl = "https://github.com/eventgen/eventgen";

    /// <summary>The solution of all shipped projects: one command restores, builds and packs them.</summary>
    public const string Solution = "Packages.slnx";

    private static readonly string[] s_leftovers = ["bin", "obj", "artifacts", "Samples"];

    /// <summary>Copies the sources as they are now, committed or not, and commits them.</summary>
    public static async Task CreateAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(Repository.Root))
        {
            // In a worktree .git is a file that leads to the repository, which must not get what is committed here.
            string name = Path.GetFileName(file);
            if (name != ".git") File.Copy(file, Path.Combine(folder, name));
        }

        foreach (string part in (string[])["src", "generators"]) Copy(Path.Combine(Repository.Root, part), Path.Combine(folder, part));

        // What the compiler loads too: MSBuild builds a project that is not in the solution without its configuration.
        IEnumerable<string> projects = ShippedProject.Names.Select(static name => $"src/{name}/{name}.csproj")
            .Concat(Directory.EnumerateFiles(Path.Combine(folder, "generators"), "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .Select(static path => $"<Project Path=\"{path}\" />");
        await File.WriteAllTextAsync(Path.Combine(folder, Solution), $"<Solution>{string.Concat(projects)}</Solution>", TestContext.Current.CancellationToken);

        await GitAsync(folder, "init", "--quiet");
        await GitAsync(folder, "add", "--all");
        await GitAsync(folder, "-c", "user.name=Packer", "-c", "user.email=packer@example.org", "commit", "--quiet", "--no-gpg-sign", "--message", "Sources");
        await GitAsync(folder, "remote", "add", "origin", RemoteUrl);
    }

    /// <summary>Copies the same commit to another place.</summary>
    public static async Task CloneAsync(string folder, string clone)
    {
        await GitAsync(folder, "clone", "--quiet", "--no-hardlinks", folder, clone);
        await GitAsync(clone, "remote", "set-url", "origin", RemoteUrl);
    }

    public static async Task<string> CommitAsync(string folder) => (await GitAsync(folder, "rev-parse", "HEAD")).Trim();

    /// <summary>Where the repository of a folder is.</summary>
    public static async Task<string> RepositoryAsync(string folder) => (await GitAsync(folder, "rev-parse", "--absolute-git-dir")).Trim();

    private static async Task<string> GitAsync(string folder, params string[] arguments)
    {
        var run = await ProgramRun.OfAsync("git", arguments, folder, cancellationToken: TestContext.Current.CancellationToken);
        return run.Succeeded().Output;
    }

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(source)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (string folder in Directory.EnumerateDirectories(source))
        {
            string name = Path.GetFileName(folder);
            if (!s_leftovers.Contains(name)) Copy(folder, Path.Combine(target, name));
        }
    }
}
