namespace EventGen.Cli.Reading;

/// <summary>What is read.</summary>
/// <param name="Path">An assembly, project, solution or folder.</param>
/// <param name="Framework">The target framework of a project that has several; <see langword="null"/> for its first.</param>
/// <param name="Properties">Properties for the build, each as <c>name=value</c>.</param>
/// <param name="NoBuild">Whether nothing is built.</param>
internal sealed record ApplicationSource(string Path, string? Framework, IReadOnlyList<string> Properties, bool NoBuild);
