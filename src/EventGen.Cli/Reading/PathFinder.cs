namespace EventGen.Cli.Reading;

/// <summary>Finds what a PATH means.</summary>
internal static class PathFinder
{
    private static readonly string[] s_solutions = [".sln", ".slnx"];

    /// <returns>An assembly, project or solution.</returns>
    /// <exception cref="CommandException">There is none, or more than one.</exception>
    public static string Find(string path)
    {
        if (File.Exists(path)) return path;
        if (!Directory.Exists(path)) throw new CommandException($"There is no file or folder '{path}'.");
        string[] files = Directory.GetFiles(path);
        string[] projects = [.. files.Where(static file => Path.GetExtension(file) == ".csproj")];
        string[] solutions = [.. files.Where(static file => s_solutions.Contains(Path.GetExtension(file)))];
        string[] found = projects.Length > 0 ? projects : solutions;
        string where = path == "." ? "This folder" : $"The folder '{path}'";
        return found.Length switch
        {
            1 => found[0],
            0 => throw new CommandException($"{where} has no project and no solution. Name an assembly, a project or a solution."),
            _ => throw new CommandException($"{where} has {string.Join(", ", found.Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal))}. Name one of them."),
        };
    }
}
