using System.IO.Compression;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace EventGen.Package.Tests.Packing;

/// <summary>One package, read whole.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Files">Its entries, by path.</param>
internal sealed record NuGetPackage(string Version, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>The paths of its files, less those of the package format, sorted.</summary>
    public IEnumerable<string> Content => Files.Keys.Where(static path =>
        !path.StartsWith("_rels/", StringComparison.Ordinal) && !path.StartsWith("package/", StringComparison.Ordinal) && path != "[Content_Types].xml");

    /// <summary>The content of each file in short, by path; equal for equal packages.</summary>
    public IEnumerable<string> Hashes => Files.Select(static file => $"{file.Key} {Convert.ToHexString(SHA256.HashData(file.Value))}");

    /// <summary>What the package says of itself.</summary>
    public XElement Metadata => XElement.Load(new MemoryStream(Files.Single(static file => file.Key.EndsWith(".nuspec", StringComparison.Ordinal)).Value)).Elements().Single();

    /// <summary>One element's text; <see langword="null"/> without that element.</summary>
    public string? Says(string element) => Element(element)?.Value;

    public XElement? Element(string name) => Metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);

    public IEnumerable<XElement> Dependencies(string targetFramework) => Metadata.Descendants()
        .Single(element => element is { Name.LocalName: "group", Parent.Name.LocalName: "dependencies" } && (string?)element.Attribute("targetFramework") == targetFramework)
        .Elements();

    /// <summary>The package of that id in a folder; there is one.</summary>
    public static NuGetPackage Find(string folder, string id)
    {
        string path = Assert.Single(Directory.GetFiles(folder, $"{id}.*.nupkg"), path => char.IsAsciiDigit(Path.GetFileName(path)[id.Length + 1]));
        using var archive = ZipFile.OpenRead(path);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            using var content = entry.Open();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            files.Add(entry.FullName, copy.ToArray());
        }

        return new NuGetPackage(Path.GetFileNameWithoutExtension(path)[(id.Length + 1)..], files);
    }
}
