namespace EventGen.Generators.Models;

/// <summary>All that is read of a project. From here each declaration goes its own way.</summary>
/// <param name="project">What is known of the project itself.</param>
/// <param name="files">The files that declare something, by name: the others may come and go.</param>
internal sealed class ProjectDeclarations(ProjectModel project, IReadOnlyDictionary<string, FileDeclarations> files) : IEquatable<ProjectDeclarations>
{
    private readonly IReadOnlyDictionary<string, FileDeclarations> _files = files;

    public ProjectModel Project { get; } = project;

    /// <summary>The project's <c>JsonSerializerContext</c>s, with what they list and their settings, as a text; empty when there are none.</summary>
    public string JsonContexts => string.Join("\n", _files.Values.SelectMany(static file => file.JsonContexts).OfType<JsonContextModel>()
        .OrderBy(static context => context.Type.FullName, StringComparer.Ordinal)
        .Select(static context => $"{context.Type.Global} {string.Join(",", context.Listed)} {context.Settings}"));

    public FileDeclarations this[string file] => _files.TryGetValue(file, out var reading) ? reading : FileDeclarations.Nothing;

    public bool Equals(ProjectDeclarations? other) =>
        other is not null && Project.Equals(other.Project) && _files.Count == other._files.Count && _files.All(file => file.Value.Equals(other[file.Key]));

    public override bool Equals(object? obj) => Equals(obj as ProjectDeclarations);

    public override int GetHashCode() => unchecked(Project.GetHashCode() * 31 + _files.Count);
}
