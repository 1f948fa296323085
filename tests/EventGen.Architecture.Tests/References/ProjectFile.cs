using System.Xml.Linq;

namespace EventGen.Architecture.Tests;

/// <summary>What one project file references.</summary>
/// <param name="Path">The file, relative to the root.</param>
/// <param name="Packages">The packages it names.</param>
/// <param name="Projects">The projects it names.</param>
/// <param name="Friends">The assemblies that see its internals.</param>
internal sealed record ProjectFile(string Path, IReadOnlyList<string> Packages, IReadOnlyList<ProjectLink> Projects, IReadOnlyList<string> Friends)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>All projects under a folder.</summary>
    public static IEnumerable<ProjectFile> Under(string folder) => ProductTree.Files(folder, ".csproj").Select(Read);

    /// <summary>The libraries and programs that are shipped: those under <c>src</c>, less the samples.</summary>
    public static IEnumerable<ProjectFile> Shipped() =>
        Under("src").Where(static project => !project.Path.StartsWith("src/Samples/", StringComparison.Ordinal));

    private static ProjectFile Read(string path)
    {
        XElement project = XElement.Parse(ProductTree.Read(path));
        return new ProjectFile(
            path,
            [.. project.Descendants("PackageReference").Select(static package => (string)package.Attribute("Include")!)],
            [.. project.Descendants("ProjectReference").Select(static link => new ProjectLink(
                ((string)link.Attribute("Include")!).Replace('\\', '/'),
                IsAssembly: !string.Equals((string?)link.Attribute("ReferenceOutputAssembly") ?? (string?)link.Element("ReferenceOutputAssembly"), "false", StringComparison.OrdinalIgnoreCase)))],
            [.. project.Descendants("InternalsVisibleTo").Select(static friend => (string)friend.Attribute("Include")!)]);
    }
}
