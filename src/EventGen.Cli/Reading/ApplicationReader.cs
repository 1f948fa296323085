namespace EventGen.Cli.Reading;

/// <summary>Reads an application from its assemblies.</summary>
internal static class ApplicationReader
{
    /// <exception cref="CommandException">It cannot be read; the message says why.</exception>
    public static Application Read(ApplicationSource source)
    {
        string path = PathFinder.Find(source.Path);
        if (Path.GetExtension(path).ToLowerInvariant() is not (".sln" or ".slnx" or ".csproj"))
            return Application(Path.GetFileNameWithoutExtension(path), [(path, null)], isSolution: false);

        var outputs = new ProjectBuild(source).Outputs(path);
        return Application(Path.GetFileNameWithoutExtension(path), [.. outputs.Select(static output => (output.Assembly, (string?)output.Project))], isSolution: outputs.Count > 1);
    }

    private static IReadOnlyList<string> References(string file)
    {
        IReadOnlyList<string> references = [];
        DamagedAssembly.Told(file, () =>
        {
            using var image = AssemblyImage.Open(file);
            references = [.. image.References];
        });
        return references;
    }

    private static Application Application(string name, IReadOnlyList<(string Assembly, string? Project)> roots, bool isSolution)
    {
        var read = new Dictionary<string, ReadAssembly>(StringComparer.OrdinalIgnoreCase);
        bool isTrimmed = false;
        string version = "";
        foreach (var (assembly, project) in roots)
        {
            DamagedAssembly.Told(assembly, () =>
            {
                using var image = AssemblyImage.Open(assembly);
                if (version.Length == 0) version = image.Version;
                Add(image, assembly, project);
            });
        }

        // What an application references lies beside it.
        foreach (var (assembly, _) in roots)
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(assembly))!;
            var waiting = new Queue<string>([assembly]);
            var visited = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Path.GetFullPath(assembly) };
            while (waiting.TryDequeue(out string? next))
            {
                foreach (string reference in References(next))
                {
                    string file = Path.Combine(folder, $"{reference}.dll");
                    if (!visited.Add(file) || !File.Exists(file)) continue;
                    waiting.Enqueue(file);
                    DamagedAssembly.Told(file, () =>
                    {
                        using var referenced = AssemblyImage.Open(file);
                        Add(referenced, file, project: null);
                    });
                }
            }
        }

        if (read.Count == 0 && isTrimmed)
        {
            throw new CommandException(
                $"'{name}' was trimmed, and what the command reads went with it. Set <EventGenKeepContracts>true</EventGenKeepContracts> in the projects that declare events, and publish again; or read the assembly that was built, not the one that was published.");
        }

        if (read.Count == 0) throw new CommandException($"'{name}' declares no events and no handlers{(isSolution ? " in any project" : "")}: no assembly has a module of EventGen.");
        return new Application(name, version, [.. read.Values]);

        void Add(AssemblyImage image, string file, string? project)
        {
            if (read.ContainsKey(image.Name) || !image.HasModule) return;
            if (image.ReadManifest() is not { } manifest) isTrimmed = true;
            else read.Add(image.Name, new ReadAssembly(Path.GetFullPath(file), project, manifest, new EmitReader(image).Read()));
        }
    }
}
